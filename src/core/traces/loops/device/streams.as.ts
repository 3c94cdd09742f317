/** The device's rows stream by stream. */
import { beginnings } from '../counts.as';
import { allocate, byte, integer, integers, setInteger } from '../memory.as';
import { sortStreams } from '../sort.as';
import { devices, deviceStart } from './rows.as';

/** Rows by track, each track's in file order; where each ends, in order of the tracks' first appearance. */
export let streamRows: usize = 0;
export let streamEnds: usize = 0;

/**
 * @param rows of the device, or 0 for their places
 * @param track of each of the device's rows; overwritten
 * @param tracks how many tracks there are
 * @param wanted a byte for each place, 0 for one that is left out; or 0 for all
 * @returns how many tracks have rows
 */
export function groupByTrack(rows: usize, track: usize, tracks: i32, wanted: usize): i32 {
  const groupOf = integers(tracks, 0xff);
  streamEnds = integers(tracks, 0);
  streamRows = allocate((<usize>devices) << 2);
  let groups = 0;
  for (let place = 0; place < devices; place++) {
    if (wanted !== 0 && byte(wanted, place) === 0) {
      setInteger(track, place, -1);
      continue;
    }
    const own = integer(track, place);
    let group = integer(groupOf, own);
    if (group < 0) {
      group = groups++;
      setInteger(groupOf, own, group);
    }
    setInteger(track, place, group);
    setInteger(streamEnds, group, integer(streamEnds, group) + 1);
  }
  beginnings(streamEnds, groups);
  for (let place = 0; place < devices; place++) {
    const group = integer(track, place);
    if (group < 0) continue;
    const end = integer(streamEnds, group);
    setInteger(streamRows, end, rows === 0 ? place : integer(rows, place));
    setInteger(streamEnds, group, end + 1);
  }
  return groups;
}

/** All places by start. @param track as `groupByTrack` takes it */
export function orderDevice(track: usize, tracks: i32): usize {
  groupByTrack(0, track, tracks, 0);
  sortStreams(streamRows, devices, deviceStart);
  return streamRows;
}
