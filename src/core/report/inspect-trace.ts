import type { Slices, Trace } from '../traces/columns';
import { ranNanoseconds } from '../traces/ran';
import { UNKNOWN } from '../units/format';
import type { TraceInspection } from './types';
import { versioned } from './version';

/** Whether any slice has this argument. */
const given = ({ args }: Slices, name: keyof Slices['args']): boolean => args[name].count > 0;

/** Whether any slice has a text for this argument that is not empty. */
const told = ({ args, length }: Slices, name: 'callStack'): boolean => {
  if (args[name].count === 0) return false;
  for (let row = 0; row < length; row++) if (args[name].or(row, 0) !== 0) return true;
  return false;
};

const devicesOf = (traces: readonly Trace[]): TraceInspection['devices'] => {
  const counts = new Map<string, number>();
  for (const { metadata } of traces) {
    for (const { name } of metadata.devices) {
      const shown = name === '' ? UNKNOWN : name;
      counts.set(shown, (counts.get(shown) ?? 0) + 1);
    }
  }
  return [...counts].map(([name, count]) => ({ name, count }));
};

const sum = (traces: readonly Trace[], each: (trace: Trace) => number): number =>
  traces.reduce((total, trace) => total + each(trace), 0);

/** What a trace, or one trace a rank, has in it. The span is the longest of the ranks. */
export const inspectTrace = (name: string, traces: readonly Trace[]): TraceInspection => {
  const truncated = traces.find((trace) => trace.truncated !== undefined)?.truncated;
  const some = (has: (trace: Trace) => boolean): boolean => traces.some(has);
  return versioned({
    kind: 'trace' as const,
    name,
    format: [...new Set(traces.map(({ format }) => format))].join(', '),
    bytes: sum(traces, ({ bytes }) => bytes),
    events: sum(traces, ({ events }) => events),
    repairedEvents: sum(traces, ({ repairedEvents }) => repairedEvents),
    skippedEvents: sum(traces, ({ skippedEvents }) => skippedEvents),
    ...(truncated === undefined ? {} : { truncated }),
    ranks: traces.length,
    spanSeconds: Math.max(0, ...traces.map(ranNanoseconds)) / 1e9,
    devices: devicesOf(traces),
    has: {
      shapes: some(({ slices }) => given(slices, 'inputDims')),
      stacks: some(({ slices }) => given(slices, 'pythonId') || told(slices, 'callStack')),
      memory: some(({ memory }) => memory.length > 0),
      flops: some(({ slices }) => given(slices, 'inputDims') && given(slices, 'inputTypes')),
    },
  });
};
