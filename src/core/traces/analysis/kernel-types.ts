import type { Analysis } from './analysis';
import { typeUnion } from './intervals';
import { KERNEL_TYPE_NAMES, type KernelType } from './kernel-type';
import { inOrderOfTime } from './order';
import { inSeconds, type Selection } from './selection';

export interface KernelTypeRow {
  /** "COMPUTATION", "COMPUTATION overlapping COMMUNICATION" … */
  readonly type: string;
  readonly seconds: number;
}

/** The types that are told apart, in the order their names are joined. */
const TYPES: readonly KernelType[] = [0, 1, 2];

/**
 * Device time by which types of kernels run at once (HTA, hta/analyzers/breakdown_analysis.py:511-577): the unions of each
 * type, swept in order of time with one bit per type; a row for each combination, longest first. Idle time is in none.
 */
const run = (selection: Selection): readonly KernelTypeRow[] | undefined => {
  if (selection.device.length === 0) return undefined;
  const parts = TYPES.flatMap((type) => {
    const { start, end } = typeUnion(selection, type);
    return [
      { ends: start, change: 1 << type },
      { ends: end, change: -(1 << type) },
    ];
  });
  const length = parts.reduce((sum, { ends }) => sum + ends.length, 0);
  const times = new Float64Array(length);
  const changes = new Int8Array(length);
  let at = 0;
  for (const { ends, change } of parts) {
    times.set(ends, at);
    changes.fill(change, at, (at += ends.length));
  }
  return sweep(selection, times, changes);
};

const sweep = (selection: Selection, times: Float64Array, changes: Int8Array): readonly KernelTypeRow[] => {
  const order = inOrderOfTime(selection, times);
  const spent = new Map<number, number>();
  let running = 0;
  for (let i = 0; i + 1 < order.length; i++) {
    const place = order[i] ?? 0;
    running += changes[place] ?? 0;
    const length = (times[order[i + 1] ?? 0] ?? 0) - (times[place] ?? 0);
    if (running > 0) spent.set(running, (spent.get(running) ?? 0) + length);
  }
  return [...spent]
    .filter(([, length]) => length > 0 || selection.window === 'hta')
    .map(([bits, length]) => ({ type: nameOf(bits), seconds: inSeconds(length) }))
    .sort((a, b) => b.seconds - a.seconds);
};

const nameOf = (bits: number): string =>
  TYPES.filter((type) => (bits & (1 << type)) !== 0)
    .map((type) => KERNEL_TYPE_NAMES[type])
    .join(' overlapping ');

export const kernelTypes: Analysis<'kernelTypes', readonly KernelTypeRow[]> = { id: 'kernelTypes', run };
