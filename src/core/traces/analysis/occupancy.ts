import type { NumberColumn } from '../columns/number-column';
import type { Selection } from './selection';

/** How full a kernel keeps the device, as its writer estimates it; means of all calls that say so, weighted by their durations. */
export interface Fullness {
  /** Blocks of the grid over multiprocessors: below 1 some of these have nothing to do. */
  readonly blocksPerSm?: number;
  /** Of the warps that a multiprocessor can hold: 0 … 1. */
  readonly occupancy?: number;
}

/**
 * By name (TextId), as the kernel view of PyTorch's TensorBoard plugin has it (tb_plugin/torch_tb_profiler/profiler/
 * op_agg.py:97-116), which counts calls that do not say as zero. Nothing where no kernel says.
 */
export const fullnessByName = (selection: Selection): ((name: number) => Fullness) => {
  const { blocksPerSm, occupancy } = selection.trace.slices.args;
  const blocks = weightedMeans(selection, blocksPerSm);
  const percent = weightedMeans(selection, occupancy);
  return (name) => {
    const share = percent.get(name);
    const mean = blocks.get(name);
    return {
      ...(mean === undefined ? {} : { blocksPerSm: mean }),
      ...(share === undefined ? {} : { occupancy: share / 100 }),
    };
  };
};

const weightedMeans = (
  { trace, device, start, end }: Selection,
  column: NumberColumn,
): ReadonlyMap<number, number> => {
  const sums = new Map<number, { weighted: number; weight: number }>();
  if (column.count === 0) return new Map();
  for (const row of device) {
    const value = column.or(row, NaN);
    if (Number.isNaN(value)) continue;
    const name = trace.slices.name[row] ?? 0;
    const length = (end[row] ?? 0) - (start[row] ?? 0);
    const sum = sums.get(name);
    if (sum === undefined) sums.set(name, { weighted: value * length, weight: length });
    else {
      sum.weighted += value * length;
      sum.weight += length;
    }
  }
  return new Map(
    [...sums].flatMap(([name, { weighted, weight }]) => (weight > 0 ? [[name, weighted / weight]] : [])),
  );
};
