import { passCost } from '../../src/core/estimate/phase';
import type { Machine } from '../../src/core/hardware/performance/machine';
import { machineOf } from '../../src/core/hardware/performance/machine';
import type { Rate, Rates } from '../../src/core/hardware/performance/rates';
import { prepare } from '../fit/prepare';
import type { Point } from './tables';
import { percent } from './tables';
import { logError } from './stats';

const FULL: Rate = { fraction: 1, spread: 1, source: 'peak' };
const PEAK: Rates = {
  matmul: FULL,
  matmulNarrow: FULL,
  matmulFour: FULL,
  stream: FULL,
  streamNarrow: FULL,
  attentionPrefill: FULL,
  attentionDecode: FULL,
  memory: FULL,
  gather: FULL,
  convolution: FULL,
};

/** The machine at its datasheet's rates with no engine around it, as rooflines without achieved rates take it. */
const atPeak = ({ part }: Machine): Machine => ({ ...machineOf(part, 'bare'), rates: PEAK, tiled: false });

/**
 * Error of the plain roofline at peak rates on the same rows: the equation of LLM-Viewer, and of llm-analysis and GenZ with
 * their efficiencies left at 1. On Llama-2-7B, A100-80, 1,024 positions it gives a decode step of 6.7 ms; LLM-Viewer gives 6.75.
 */
export const rooflineLine = (name: string, points: readonly Point[], configs: string): string => {
  const ratios = points.map(({ prediction: { question, part }, measured, metric }) => {
    const { options } = prepare(question, configs);
    const option = options.find(({ setting }) => setting.machine.part.id === part) ?? options[0];
    if (option === undefined) return NaN;
    const { setting, workload, waves } = option;
    const machine = atPeak(setting.machine);
    const seconds = workload.phases.reduce(
      (sum, phase) => sum + passCost(workload, phase, { ...setting, machine }).seconds * phase.repeats,
      0,
    );
    return metric === 'latency' ? (seconds * waves) / measured : workload.units / seconds / measured;
  });
  return `| ${name} | ${points.length} | ${percent(logError(ratios, 0.5))} | ${percent(logError(ratios, 0.9))} |`;
};
