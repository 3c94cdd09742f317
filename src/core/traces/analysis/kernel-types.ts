import { withLoops } from '../loops/loops';
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
  const spent = withLoops(selection, (loops) => {
    const { calls } = loops;
    calls.sweepTypes(loops.put(order), order.length, loops.put(times), loops.put(changes));
    const combinations = loops.rows(calls.combinations.value, calls.combinationCount.value);
    return Array.from(
      combinations,
      (bits) => [bits, loops.doubles(calls.combinedTime.value, bits + 1)[bits] ?? 0] as const,
    );
  });
  return spent
    .filter(([, length]) => length > 0 || selection.window === 'hta')
    .map(([bits, length]) => ({ type: nameOf(bits), seconds: inSeconds(length) }))
    .sort((a, b) => b.seconds - a.seconds);
};

const nameOf = (bits: number): string =>
  TYPES.filter((type) => (bits & (1 << type)) !== 0)
    .map((type) => KERNEL_TYPE_NAMES[type])
    .join(' overlapping ');

export const kernelTypes: Analysis<'kernelTypes', readonly KernelTypeRow[]> = { id: 'kernelTypes', run };
