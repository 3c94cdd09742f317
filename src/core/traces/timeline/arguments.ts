import type { SliceArgumentName, Trace } from '../columns';
import { formatCount, formatQuantity } from '../../units/format';

interface Shown {
  readonly label: string;
  readonly show: (trace: Trace, value: number) => string;
}

const number = (label: string): Shown => ({ label, show: (_, value) => String(value) });
const text = (label: string): Shown => ({ label, show: ({ strings }, value) => strings.text(value) });
const count = (label: string): Shown => ({ label, show: (_, value) => formatCount(value) });

/** The arguments that are kept of an event, in the order in which a reader looks for them. */
const ARGUMENTS: Readonly<Record<SliceArgumentName, Shown>> = {
  inputDims: text('Input dims'),
  inputTypes: text('Input types'),
  concreteInputs: text('Concrete inputs'),
  grid: text('Grid'),
  block: text('Block'),
  registersPerThread: number('Registers per thread'),
  sharedMemory: { label: 'Shared memory', show: (_, value) => formatQuantity(value, 'B') },
  blocksPerSm: number('Blocks per SM'),
  warpsPerSm: number('Warps per SM'),
  occupancy: { label: 'Estimated occupancy', show: (_, value) => `${value} %` },
  bytes: { label: 'Size', show: (_, value) => `${formatQuantity(value, 'B')} (${formatCount(value)} bytes)` },
  memoryBandwidth: { label: 'Bandwidth', show: (_, value) => formatQuantity(value * 1e9, 'B/s') },
  collective: text('Collective'),
  inElements: count('Elements in'),
  outElements: count('Elements out'),
  elementType: text('Element type'),
  groupSize: number('Ranks in group'),
  groupName: text('Process group'),
  groupRanks: text('Ranks of group'),
  syncKind: text('Wait'),
  waitOnStream: number('Waits on stream'),
  waitOnEventId: number('Waits on event'),
  waitOnEventCorrelation: number('Waits on correlation'),
  device: number('Device'),
  stream: number('Stream'),
  context: number('Context'),
  queued: number('Queued'),
  correlation: number('Correlation'),
  externalId: number('External id'),
  sequenceNumber: number('Sequence number'),
  forwardThread: number('Forward thread'),
  pythonId: number('Python id'),
  pythonParentId: number('Python parent id'),
  pythonModuleId: number('Python module id'),
  moduleHierarchy: text('Module hierarchy'),
  callStack: text('Called from'),
};

const NAMES = Object.keys(ARGUMENTS) as readonly SliceArgumentName[];

/** What the file says of an event beside its name and times, as label and value. */
export const argumentsOf = (trace: Trace, row: number): readonly (readonly [string, string])[] =>
  NAMES.flatMap((name) => {
    const value = trace.slices.args[name].get(row);
    const { label, show } = ARGUMENTS[name];
    return value === undefined ? [] : [[label, show(trace, value)] as const];
  });
