import type { Slices, Trace } from '../traces/columns';
import { ranNanoseconds } from '../traces/ran';
import { SliceKind } from '../traces/slice-kind';
import { countDevices } from './device-count';
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

const sum = (traces: readonly Trace[], each: (trace: Trace) => number): number =>
  traces.reduce((total, trace) => total + each(trace), 0);

/** What a trace, or one trace a rank, has in it. The span is the longest of the ranks. */
export const inspectTrace = (name: string, traces: readonly Trace[]): TraceInspection => {
  const truncated = traces.find((trace) => trace.truncated !== undefined)?.truncated;
  const some = (has: (trace: Trace) => boolean): boolean => traces.some(has);
  const isTimed = some(
    ({ metadata: { untimed } }) => untimed === undefined || untimed.recordedNanoseconds !== undefined,
  );
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
    ...(isTimed ? { spanSeconds: Math.max(0, ...traces.map(ranNanoseconds)) / 1e9 } : {}),
    ...countDevices(traces),
    has: {
      shapes: some(({ slices }) => given(slices, 'inputDims')),
      stacks: some(({ slices }) => slices.kind.includes(SliceKind.python) || told(slices, 'callStack')),
      memory: some(({ memory }) => memory.length > 0),
      flops: some(({ slices }) => given(slices, 'inputDims') && given(slices, 'inputTypes')),
    },
  });
};
