import { withLoops } from '../loops/loops';
import type { Cell } from '../wasm';
import type { Analysis } from './analysis';
import { deviceTypes, KERNEL_TYPE_NAMES, KernelType } from './kernel-type';
import { fullnessByName, type Fullness } from './occupancy';
import { once } from './once';
import { inSeconds, type Selection } from './selection';

/** Seconds, but for `count` and `Fullness`. */
export interface KernelRow extends Fullness {
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

/**
 * Device events by name, longest sum first (HTA's `get_gpu_kernel_breakdown`, breakdown_analysis.py:580-638, with every
 * name in a row of its own). Synchronisation is not work and has no row.
 */
const run = (selection: Selection): readonly KernelRow[] | undefined => {
  const { device, trace, window } = selection;
  const { slices, strings } = trace;
  const types = deviceTypes(selection);
  const rows = withLoops(selection, (loops) => {
    loops.useDevice();
    const { calls } = loops;
    const groups = calls.sumKernels(loops.put(types), TYPES, KernelType.other, strings.size);
    const numbers = (cell: Cell): Float64Array => loops.doubles(cell.value, groups);
    const [sums, least, most, squares] = [
      numbers(calls.kernelSum),
      numbers(calls.kernelLeast),
      numbers(calls.kernelMost),
      numbers(calls.kernelSquares),
    ];
    const counts = loops.rows(calls.kernelCount.value, groups);
    return Array.from(loops.rows(calls.kernelFirst.value, groups), (first, group) => ({
      name: slices.name[device[first] ?? 0] ?? 0,
      type: (types[first] ?? KernelType.other) as KernelType,
      count: counts[group] ?? 0,
      sum: sums[group] ?? 0,
      min: least[group] ?? 0,
      max: most[group] ?? 0,
      squares: squares[group] ?? 0,
    }));
  });
  if (rows.length === 0) return undefined;
  const fullnessOf = fullnessByName(selection);
  return rows
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
        : window === 'hta'
          ? { stddev: 0 }
          : {}),
      ...fullnessOf(name),
    }));
};

/** How many types there are. */
const TYPES = 4;

export const kernels: Analysis<'kernels', readonly KernelRow[]> = { id: 'kernels', run: once(run) };
