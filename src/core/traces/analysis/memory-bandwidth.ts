import type { Analysis } from './analysis';
import { describe } from './describe';
import type { Description } from './describe';
import { KernelType, rowsOfType } from './kernel-type';
import { inOrderOfTime } from './order';
import { filterRows } from './rows';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** Copies and sets of one direction. */
export interface MemoryBandwidthReport {
  /** "Memcpy HtoD", "Memcpy DtoH", "Memcpy DtoD", "Memset", or "Memcpy Unknown". */
  readonly name: string;
  readonly count: number;
  readonly seconds: number;
  /** Absent where the trace does not say how much was moved. */
  readonly bytes?: number;
  /** Bytes per second over all of them: bytes / seconds. */
  readonly bandwidth?: number;
  /** Bytes per second of all that run together, right after each change, changes to zero left out. */
  readonly points?: Description;
}

const BYTES_PER_GIGABYTE = 1e9;
const MICROSECOND = 1000;

/**
 * Bandwidth of memory copies and sets by direction (HTA, hta/analyzers/trace_counters.py:256-396). An event adds its
 * bandwidth at its start and takes it away at its end (after 1 µs where it has no duration); `points` describes the
 * sums after each change that are above zero, each weighed alike. The byte-weighted `bandwidth` is ours. Outside of the
 * window "hta" an event ends before another begins at the same time, and rounding leaves nothing where none runs.
 */
const run = (selection: Selection): readonly MemoryBandwidthReport[] | undefined => {
  const { slices, strings } = selection.trace;
  const moves = rowsOfType(selection, KernelType.memory);
  if (moves.length === 0) return undefined;
  const names = new Map<number, string>();
  const nameOf = (row: number): string => {
    const name = slices.name[row] ?? 0;
    let known = names.get(name);
    if (known === undefined) names.set(name, (known = direction(strings.text(name))));
    return known;
  };
  const points = concurrentBandwidth(selection, moves, nameOf);
  return [...points]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, sums]) =>
      reportOf(
        selection,
        name,
        filterRows(moves, (row) => nameOf(row) === name),
        sums,
      ),
    );
};

const DIRECTIONS: readonly string[] = ['Memcpy HtoD', 'Memcpy DtoH', 'Memcpy DtoD'];

const direction = (name: string): string => {
  if (name.includes('Memset')) return 'Memset';
  const known = name.slice(0, 'Memcpy DtoD'.length);
  return DIRECTIONS.includes(known) ? known : 'Memcpy Unknown';
};

const reportOf = (
  selection: Selection,
  name: string,
  rows: Uint32Array,
  sums: readonly number[],
): MemoryBandwidthReport => {
  const { args } = selection.trace.slices;
  const { start, end } = selection;
  const seconds = inSeconds(rows.reduce((sum, row) => sum + (end[row] ?? 0) - (start[row] ?? 0), 0));
  const known = filterRows(rows, (row) => args.bytes.has(row));
  const bytes = known.reduce((sum, row) => sum + args.bytes.or(row, 0), 0);
  const points = describe(selection, Float64Array.from(sums), BYTES_PER_GIGABYTE);
  return {
    name,
    count: rows.length,
    seconds,
    ...(known.length === rows.length ? { bytes } : {}),
    ...(known.length === rows.length && seconds > 0 ? { bandwidth: bytes / seconds } : {}),
    ...(points === undefined ? {} : { points }),
  };
};

/** By direction, the summed bandwidth after each change, where it is above zero. */
const concurrentBandwidth = (
  selection: Selection,
  rows: Uint32Array,
  nameOf: (row: number) => string,
): ReadonlyMap<string, readonly number[]> => {
  const { start, end } = selection;
  const { memoryBandwidth } = selection.trace.slices.args;
  const asPeer = selection.window === 'hta';
  const count = rows.length;
  // Equal times stay in this order: starts and then ends in HTA, ends and then starts here.
  const [startsAt, endsAt] = asPeer ? [0, count] : [count, 0];
  const changes = new Float64Array(2 * count);
  rows.forEach((row, i) => {
    const from = start[row] ?? 0;
    const duration = (end[row] ?? 0) - from;
    changes[startsAt + i] = from;
    changes[endsAt + i] = from + (duration === 0 ? MICROSECOND : duration);
  });
  const running = new Map<string, { sum: number; events: number }>();
  const sums = new Map<string, number[]>();
  for (const change of inOrderOfTime(selection, changes)) {
    const place = change % count;
    const sign = change - place === startsAt ? 1 : -1;
    const row = rows[place] ?? 0;
    const name = nameOf(row);
    const now = running.get(name) ?? { sum: 0, events: 0 };
    now.events += sign;
    now.sum = now.events === 0 && !asPeer ? 0 : now.sum + sign * memoryBandwidth.or(row, 0);
    running.set(name, now);
    const positive = sums.get(name) ?? [];
    if (positive.length === 0) sums.set(name, positive);
    if (now.sum > 0) positive.push(now.sum);
  }
  return sums;
};

export const memoryBandwidth: Analysis<'memoryBandwidth', readonly MemoryBandwidthReport[]> = {
  id: 'memoryBandwidth',
  run,
};
