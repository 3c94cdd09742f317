/** The columns of the slices, which all loops read. */
export let start: usize = 0;
export let end: usize = 0;
export let kind: usize = 0;
export let name: usize = 0;
export let track: usize = 0;
/** How many slices there are. */
export let slices: i32 = 0;

export function setRows(
  starts: usize,
  ends: usize,
  kinds: usize,
  names: usize,
  tracks: usize,
  length: i32,
): void {
  start = starts;
  end = ends;
  kind = kinds;
  name = names;
  track = tracks;
  slices = length;
}
