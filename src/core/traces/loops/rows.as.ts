/** The columns of the slices, which all loops read. */
export let start: usize = 0;
export let end: usize = 0;
export let kind: usize = 0;
export let name: usize = 0;
export let track: usize = 0;
/** How many slices there are. */
export let slices: i32 = 0;

export function setNames(kinds: usize, names: usize, length: i32): void {
  kind = kinds;
  name = names;
  slices = length;
}

export function setTimes(starts: usize, ends: usize, tracks: usize): void {
  start = starts;
  end = ends;
  track = tracks;
}
