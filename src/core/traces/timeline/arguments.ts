import type { SliceArgumentName, Trace } from '../columns';
import { formatCount, formatQuantity } from '../../units/format';
import type { WrittenField } from '../written/event';
import { showWritten, type WrittenValue } from '../written/value';

interface Shown {
  readonly label: string;
  /** What the column holds; a number may be shown in another unit. */
  readonly kind: 'text' | 'number' | 'quantity';
  readonly show: (trace: Trace, value: number) => string;
}

const number = (label: string): Shown => ({ label, kind: 'number', show: (_, value) => String(value) });
const quantity = (label: string, show: (value: number) => string): Shown => ({
  label,
  kind: 'quantity',
  show: (_, value) => show(value),
});
const text = (label: string): Shown => ({
  label,
  kind: 'text',
  show: ({ strings }, value) => strings.text(value),
});
const count = (label: string): Shown => quantity(label, formatCount);

/** The arguments that are kept of an event, in the order in which a reader looks for them. */
const ARGUMENTS: Readonly<Record<SliceArgumentName, Shown>> = {
  operation: text('Operation'),
  step: number('Step'),
  inputDims: text('Input dims'),
  inputTypes: text('Input types'),
  concreteInputs: text('Concrete inputs'),
  outputDims: text('Output dims'),
  grid: text('Grid'),
  block: text('Block'),
  registersPerThread: number('Registers per thread'),
  sharedMemory: quantity('Shared memory', (value) => formatQuantity(value, 'B')),
  blocksPerSm: number('Blocks per SM'),
  warpsPerSm: number('Warps per SM'),
  occupancy: quantity('Estimated occupancy', (value) => `${value} %`),
  bytes: quantity('Size', (value) => `${formatQuantity(value, 'B')} (${formatCount(value)} bytes)`),
  memoryBandwidth: quantity('Bandwidth', (value) => formatQuantity(value * 1e9, 'B/s')),
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

/** An argument, and what it is. */
export type ShownArgument = readonly [label: string, value: string];

/** What the columns keep of a slice beside its name and times. */
export const argumentsOf = (trace: Trace, row: number): readonly ShownArgument[] =>
  NAMES.flatMap((name) => {
    const value = trace.slices.args[name].get(row);
    const { label, show } = ARGUMENTS[name];
    return value === undefined ? [] : [[label, show(trace, value)] as const];
  });

/** A long integer, which a column of doubles may have rounded. */
const LONG = /^-?\d{16,}$/;
const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

/** Whether what a column keeps of a slice is what the file has there. */
const isKept = (trace: Trace, row: number, name: SliceArgumentName, written: WrittenValue): boolean => {
  const value = trace.slices.args[name].get(row);
  if (value === undefined) return false;
  const text = showWritten(written);
  if (ARGUMENTS[name].kind !== 'text') return text !== '' && Number(text) === value;
  const kept = trace.strings.text(value);
  return text === kept || (kept === '' && text === 'null') || withoutSpace(text) === withoutSpace(kept);
};

/**
 * The same of a slice whose fields were read again, integers exactly as written; then what no column keeps, in the order
 * of the file. @param row undefined for an event that is no slice, of which no arguments are kept
 */
export const allArguments = (
  trace: Trace,
  row: number | undefined,
  fields: readonly WrittenField[],
): readonly ShownArgument[] => {
  const exact = new Map<string, string>();
  const others: ShownArgument[] = [];
  for (const { part, key, value, column } of fields) {
    const shown = showWritten(value);
    if (row !== undefined && column !== undefined && isKept(trace, row, column, value)) {
      const { label, kind } = ARGUMENTS[column];
      if (kind === 'number' && LONG.test(shown)) exact.set(label, shown);
    } else if (part !== 'end') others.push([key, shown]);
    else if (!others.some(([label, known]) => label === key && known === shown))
      others.push([`${key} (at its end)`, shown]);
  }
  const kept = row === undefined ? [] : argumentsOf(trace, row);
  return [...kept.map(([label, value]) => [label, exact.get(label) ?? value] as const), ...others];
};
