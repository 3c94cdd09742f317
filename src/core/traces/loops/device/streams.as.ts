/** The device's rows stream by stream. */
import { deviceRow, devices, deviceTrack } from './rows.as';
import { allocate, byte, integer, integers, setInteger } from '../memory.as';

/** Rows by track, each track's in file order; where each ends, in order of the tracks' first appearance. */
export let streamRows: usize = 0;
export let streamEnds: usize = 0;

/**
 * @param wanted a byte for each place, 0 for one that is left out; or 0 for all
 * @param tracks how many tracks there are
 * @returns how many of them have rows
 */
export function groupByTrack(wanted: usize, tracks: i32): i32 {
  const groupOf = integers(tracks, 0xff);
  const own = allocate((<usize>devices) << 2);
  streamEnds = integers(tracks, 0);
  streamRows = allocate((<usize>devices) << 2);
  let groups = 0;
  for (let place = 0; place < devices; place++) {
    setInteger(own, place, -1);
    if (wanted !== 0 && byte(wanted, place) === 0) continue;
    const track = integer(deviceTrack, place);
    let group = integer(groupOf, track);
    if (group < 0) {
      group = groups++;
      setInteger(groupOf, track, group);
    }
    setInteger(own, place, group);
    setInteger(streamEnds, group, integer(streamEnds, group) + 1);
  }
  let before = 0;
  for (let group = 0; group < groups; group++) {
    const count = integer(streamEnds, group);
    setInteger(streamEnds, group, before);
    before += count;
  }
  for (let place = 0; place < devices; place++) {
    const group = integer(own, place);
    if (group < 0) continue;
    const end = integer(streamEnds, group);
    setInteger(streamRows, end, integer(deviceRow, place));
    setInteger(streamEnds, group, end + 1);
  }
  return groups;
}
