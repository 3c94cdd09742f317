/** What each host event and what it called launched; see ../analysis/sequences.ts. */
import { allocate, byte, bytes, double, integer, integers, setByte, setInteger } from './memory.as';
import { end, name, slices, start, track } from './rows.as';

/** By row how deep it is nested, and whether others are nested in it. */
let depthOf: usize = 0;
let isParent: usize = 0;
/** By row the root that it belongs to, or -1. */
let rootOf: usize = 0;

/** Roots with device events in order of the first of these, and how many. */
export let roots: usize = 0;
export let rootCount: i32 = 0;
/** The device events of each root, one root after the other, and where each root's end. */
export let rootRows: usize = 0;
export let rootEnds: usize = 0;

/** Nests all events of each thread by time. @param rows in thread order */
function nest(rows: usize, length: i32): void {
  depthOf = integers(slices, 0);
  isParent = bytes(slices);
  const open = allocate((<usize>length) << 2);
  let opened = 0;
  let thread = -1;
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    const from = double(start, row);
    if (integer(track, row) !== thread) {
      thread = integer(track, row);
      opened = 0;
    }
    while (opened > 0 && !(double(end, integer(open, opened - 1)) > from)) opened--;
    if (opened > 0) setByte(isParent, integer(open, opened - 1), 1);
    setInteger(depthOf, row, opened);
    setInteger(open, opened++, row);
  }
}

/** Finds the wanted rows at the smallest depth where there is one. @param wanted a byte for each name */
export function findRoots(rows: usize, length: i32, wanted: usize): void {
  nest(rows, length);
  let smallest = i32.MAX_VALUE;
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    if (integer(depthOf, row) < smallest && byte(wanted, integer(name, row)) !== 0)
      smallest = integer(depthOf, row);
  }
  rootOf = integers(slices, 0xff);
  let root = -1;
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    const depth = integer(depthOf, row);
    if (depth < smallest) root = -1;
    else if (depth === smallest) root = byte(wanted, integer(name, row)) !== 0 ? row : -1;
    setInteger(rootOf, row, root);
  }
}

/**
 * Gathers the device events launched under each root.
 * @param device by start @param launchers by row @param ofLeaves only by events that no other is nested in
 */
export function gatherUnder(device: usize, devices: i32, launchers: usize, ofLeaves: bool): void {
  const placeOf = integers(slices, 0xff);
  const places = allocate((<usize>devices) << 2);
  const counts = integers(devices, 0);
  roots = allocate((<usize>devices) << 2);
  rootCount = 0;
  for (let i = 0; i < devices; i++) {
    setInteger(places, i, -1);
    const launcher = integer(launchers, integer(device, i));
    if (launcher < 0 || (ofLeaves && byte(isParent, launcher) !== 0)) continue;
    const root = integer(rootOf, launcher);
    if (root < 0) continue;
    let place = integer(placeOf, root);
    if (place < 0) {
      place = rootCount++;
      setInteger(placeOf, root, place);
      setInteger(roots, place, root);
    }
    setInteger(places, i, place);
    setInteger(counts, place, integer(counts, place) + 1);
  }
  rootEnds = allocate((<usize>rootCount) << 2);
  let length = 0;
  for (let place = 0; place < rootCount; place++) {
    setInteger(rootEnds, place, length);
    length += integer(counts, place);
  }
  rootRows = allocate((<usize>length) << 2);
  for (let i = 0; i < devices; i++) {
    const place = integer(places, i);
    if (place < 0) continue;
    const at = integer(rootEnds, place);
    setInteger(rootRows, at, integer(device, i));
    setInteger(rootEnds, place, at + 1);
  }
}
