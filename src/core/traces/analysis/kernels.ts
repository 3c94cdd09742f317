import type { Analysis } from './analysis';
import { KERNEL_TYPE_NAMES, KernelType, kernelTypeColumn } from './kernel-type';
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
  const { start, end, device } = selection;
  const types = kernelTypeColumn(selection);
  const groups: Totals[] = [];
  /** The group of a name and type, plus one. */
  const groupOf = new Uint32Array(strings.size * TYPES);
  for (let place = 0; place < device.length; place++) {
    const row = device[place] ?? 0;
    const type = types[row] ?? KernelType.other;
    if (type === KernelType.other) continue;
    const name = slices.name[row] ?? 0;
    const key = name * TYPES + type;
    if (groupOf[key] === 0) groupOf[key] = groups.push(newTotals(name, type as KernelType));
    const totals = groups[(groupOf[key] ?? 0) - 1];
    if (totals !== undefined) add(totals, (end[row] ?? 0) - (start[row] ?? 0));
  }
  if (groups.length === 0) return undefined;
  return groups
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

/** How many types there are. */
const TYPES = 4;

const newTotals = (name: number, type: KernelType): Totals => ({
  name,
  type,
  count: 0,
  sum: 0,
  min: Infinity,
  max: -Infinity,
  mean: 0,
  squares: 0,
});

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
