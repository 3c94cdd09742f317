import { withLoops } from '../loops/loops';
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
    const share = percent[name] ?? NaN;
    const mean = blocks[name] ?? NaN;
    return {
      ...(Number.isNaN(mean) ? {} : { blocksPerSm: mean }),
      ...(Number.isNaN(share) ? {} : { occupancy: share / 100 }),
    };
  };
};

/** Rows of which the values are looked at together: a breakdown of every command may not take memory for each event. */
const PART = 1 << 14;

/** By name; NaN where no kernel has the argument. */
const weightedMeans = (selection: Selection, column: NumberColumn): Float64Array => {
  if (column.count === 0) return new Float64Array(0);
  const { device, trace } = selection;
  return withLoops(selection, (loops) => {
    const { calls } = loops;
    loops.useDevice();
    calls.beginWeights(trace.strings.size);
    const room = loops.room(8 * PART);
    const values = loops.doubles(room, PART);
    for (let from = 0; from < device.length; from += PART) {
      const length = Math.min(PART, device.length - from);
      for (let i = 0; i < length; i++) values[i] = column.or(device[from + i] ?? 0, NaN);
      calls.addWeights(room, from, length);
    }
    const weights = loops.doubles(calls.weights.value, trace.strings.size);
    return loops
      .doubles(calls.weighted.value, trace.strings.size)
      .map((sum, name) => sum / (weights[name] ?? 0));
  });
};
