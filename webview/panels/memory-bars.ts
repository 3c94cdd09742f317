import type { MemoryEstimate } from '../../src/core/estimate/estimate-types';
import type { PanelContent } from '../../src/protocol/panel-state';
import type { BarData } from '../charts/bar-data';
import { quantity } from '../measure';
import { deploymentName } from './names';

const PARTS = [
  ['weights', 'weights'],
  ['kv', 'KV cache'],
  ['activations', 'activations'],
  ['gradients', 'gradients'],
  ['optimizer', 'optimizer state'],
  ['gathered', 'gathered'],
] as const satisfies readonly (readonly [keyof MemoryEstimate, string])[];

const measure = quantity('B');

/** What the workload holds in memory, beside what there is. */
export const memoryBars = (content: PanelContent): BarData => {
  const { estimate } = content;
  const memory = estimate?.memory;
  if (estimate === undefined || memory === undefined) {
    return { title: 'Memory', summary: '', measure, labels: [], series: [] };
  }
  const held = PARTS.map(([part, name]) => ({ name, value: memory[part] })).filter(
    ({ value }) => value !== undefined,
  );
  const parts = held.map(({ name, value }) => `${name} ${measure.show(value)}`).join(', ');
  const free =
    memory.capacity === undefined || memory.missing !== undefined
      ? undefined
      : memory.capacity - memory.total;
  return {
    title: `Memory on ${deploymentName(content, estimate)}`,
    summary: `${measure.show(memory.total)} in all: ${parts}. ${verdict(memory)}`,
    measure,
    labels: ['memory'],
    series: [
      ...held.map(({ name, value }) => ({ name, values: [value] })),
      ...(free === undefined ? [] : [{ name: 'free', values: [free], rest: true }]),
    ],
  };
};

const verdict = ({ total, capacity, missing }: MemoryEstimate): string => {
  if (capacity === undefined) return 'How much there is depends on the system.';
  return missing === undefined
    ? `${measure.show(capacity - total)} of ${measure.show(capacity)} stay free.`
    : `That is ${measure.show(missing)} more than the ${measure.show(capacity)} there are.`;
};
