/** From when to when rows run, and of what kinds they are. */
import { byte, double, integer, integers, setInteger } from './memory.as';

export let extentFrom: f64 = Infinity;
export let extentTo: f64 = -Infinity;
/** How many are of each of 256 kinds. */
export let extentKinds: usize = 0;

export function beginExtent(): void {
  extentFrom = Infinity;
  extentTo = -Infinity;
  extentKinds = integers(256, 0);
}

/**
 * Adds some rows, but for those of a category on some tracks.
 * @param without the category
 * @param tracks a byte for each track
 */
export function extend(
  rows: usize,
  length: i32,
  start: usize,
  end: usize,
  kind: usize,
  category: usize,
  track: usize,
  without: i32,
  tracks: usize,
): void {
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    if (integer(category, row) === without && byte(tracks, integer(track, row)) === 1) continue;
    if (double(start, row) < extentFrom) extentFrom = double(start, row);
    if (double(end, row) > extentTo) extentTo = double(end, row);
    const own = byte(kind, row);
    setInteger(extentKinds, own, integer(extentKinds, own) + 1);
  }
}
