import type { Analysis } from './analysis';
import { KERNEL_TYPE_NAMES, KernelType, kernelTypes } from './kernel-type';
import { once } from './once';
import { inSeconds, type Selection } from './selection';

/** Seconds, but for `count`. */
export interface KernelRow {
  readonly name: string;
  readonly type: string;
  readonly count: number;
  readonly sum: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Of a sample; absent for a single call, but 0 there in the window "hta". */
  readonly stddev?: number;
}

interface Totals {
  readonly name: number;
  readonly type: KernelType;
  count: number;
  sum: number;
  min: number;
  max: number;
  /** Running mean and sum of squared differences from it (Welford). */
  mean: number;
  squares: number;
}

/**
 * Device events by name, longest sum first (HTA's `get_gpu_kernel_breakdown`, breakdown_analysis.py:580-638, with every
 * name in a row of its own). Synchronisation is not work and has no row.
 */
const run = (selection: Selection): readonly KernelRow[] | undefined => {
  const { slices, strings } = selection.trace;
  const typeOf = kernelTypes(selection);
  const groups = new Map<number, Totals>();
  for (const row of selection.device) {
    const type = typeOf(row);
    if (type === KernelType.other) continue;
    const name = slices.name[row] ?? 0;
    const key = name * 4 + type;
    let totals = groups.get(key);
    if (totals === undefined) {
      totals = { name, type, count: 0, sum: 0, min: Infinity, max: -Infinity, mean: 0, squares: 0 };
      groups.set(key, totals);
    }
    add(totals, (selection.end[row] ?? 0) - (selection.start[row] ?? 0));
  }
  if (groups.size === 0) return undefined;
  return [...groups.values()]
    .sort((a, b) => b.sum - a.sum)
    .map(({ name, type, count, sum, min, max, squares }) => ({
      name: strings.text(name),
      type: KERNEL_TYPE_NAMES[type],
      count,
      sum: inSeconds(sum),
      mean: inSeconds(sum / count),
      min: inSeconds(min),
      max: inSeconds(max),
      ...(count > 1
        ? { stddev: inSeconds(Math.sqrt(squares / (count - 1))) }
        : selection.window === 'hta'
          ? { stddev: 0 }
          : {}),
    }));
};

const add = (totals: Totals, duration: number): void => {
  totals.count++;
  totals.sum += duration;
  if (duration < totals.min) totals.min = duration;
  if (duration > totals.max) totals.max = duration;
  const before = duration - totals.mean;
  totals.mean += before / totals.count;
  totals.squares += before * (duration - totals.mean);
};

export const kernels: Analysis<'kernels', readonly KernelRow[]> = { id: 'kernels', run: once(run) };
