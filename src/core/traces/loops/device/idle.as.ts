/** Why a stream stands still. */
import { double, integer } from '../memory.as';
import { valueAt } from '../pages.as';
import { end, start } from '../rows.as';

export let hostWait: f64 = 0;
export let kernelWait: f64 = 0;
export let otherWait: f64 = 0;

/**
 * Sums the gaps before a stream's rows up: where the launch came after the end before it, where they are shorter than usual
 * gaps, and others.
 * @param rows by start
 * @param overlapping whether gaps are from the end of the row just before, and may be negative
 * @param mistaken what is taken for the launch of rows with a correlation that have none, or -1
 */
export function sumWaits(
  rows: usize,
  length: i32,
  launchers: usize,
  usualGap: f64,
  overlapping: bool,
  mistaken: i32,
  correlation: usize,
): void {
  hostWait = kernelWait = otherWait = 0;
  let lastEnd: f64 = NaN;
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    const gap = double(start, row) - lastEnd;
    const linked = integer(launchers, row);
    const isMistaken = linked < 0 && mistaken >= 0 && !isNaN(valueAt(correlation, row, NaN));
    const launcher = isMistaken ? mistaken : linked;
    if (!isNaN(gap) && (overlapping || gap > 0)) {
      if (launcher >= 0 && double(start, launcher) > lastEnd) hostWait += gap;
      else if (gap < usualGap) kernelWait += gap;
      else otherWait += gap;
    }
    const ended = double(end, row);
    if (overlapping || !(ended <= lastEnd)) lastEnd = ended;
  }
}
