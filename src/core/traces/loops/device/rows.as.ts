/**
 * The device's rows in columns of their own, by their places in the selection: what every command runs may not copy the columns of
 * all slices.
 */
import { BY_NAME } from '../marks';
import { allocate, byte, bytes, double, integer, setByte, setDouble, setInteger } from '../memory.as';
import { sortBy } from '../sort.as';

export let devices: i32 = 0;
export let deviceRow: usize = 0;
export let deviceStart: usize = 0;
export let deviceEnd: usize = 0;
export let deviceName: usize = 0;
let deviceKind: usize = 0;
export let deviceTrack: usize = 0;

export function beginColumns(count: i32): void {
  devices = count;
  deviceRow = allocate((<usize>count) << 2);
  deviceStart = allocate((<usize>count) << 3);
  deviceEnd = allocate((<usize>count) << 3);
  deviceName = allocate((<usize>count) << 2);
  deviceKind = allocate(<usize>count);
  deviceTrack = allocate((<usize>count) << 2);
}

/** Takes what columns say of some rows. @param at the place of the first of them */
export function gatherColumns(
  at: i32,
  rows: usize,
  length: i32,
  start: usize,
  end: usize,
  name: usize,
  kind: usize,
  track: usize,
): void {
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    const place = at + i;
    setInteger(deviceRow, place, row);
    setDouble(deviceStart, place, double(start, row));
    setDouble(deviceEnd, place, double(end, row));
    setInteger(deviceName, place, integer(name, row));
    setByte(deviceKind, place, byte(kind, row));
    setInteger(deviceTrack, place, integer(track, row));
  }
}

/** All places by start. */
export function orderDevice(): usize {
  const places = allocate((<usize>devices) << 2);
  for (let place = 0; place < devices; place++) setInteger(places, place, place);
  sortBy(places, devices, deviceStart);
  return places;
}

/** The rows at some places. */
export function rowsAt(places: usize, count: i32): usize {
  const rows = allocate((<usize>count) << 2);
  for (let i = 0; i < count; i++) setInteger(rows, i, integer(deviceRow, integer(places, i)));
  return rows;
}

/** A byte for each place: 1 for those of some kinds. @param kinds a bit for each kind */
export function markKinds(kinds: u32): usize {
  const marks = bytes(devices);
  for (let place = 0; place < devices; place++)
    setByte(marks, place, <i32>((kinds >> byte(deviceKind, place)) & 1));
  return marks;
}

/** Sets the byte of each name that a device event of some kinds has. */
export function markNames(kinds: u32, names: usize): void {
  for (let place = 0; place < devices; place++)
    if (((kinds >> byte(deviceKind, place)) & 1) !== 0) setByte(names, integer(deviceName, place), 1);
}

/** The type of each place: that of its kind, or that of its name where the kind has `BY_NAME`. */
export function typeDevice(typeOfKind: usize, typeOfName: usize): usize {
  const types = allocate(<usize>devices);
  for (let place = 0; place < devices; place++) {
    const type = byte(typeOfKind, byte(deviceKind, place));
    setByte(types, place, type === BY_NAME ? byte(typeOfName, integer(deviceName, place)) : type);
  }
  return types;
}

/** Bytes of places as bytes of rows; 0 for other rows. */
export function spreadBytes(ofPlaces: usize, slices: i32): usize {
  const ofRows = bytes(slices);
  for (let place = 0; place < devices; place++)
    setByte(ofRows, integer(deviceRow, place), byte(ofPlaces, place));
  return ofRows;
}

/** Rows with a mark, and how many. */
export let markedRows: usize = 0;
export function rowsMarked(marks: usize, mark: i32): i32 {
  markedRows = allocate((<usize>devices) << 2);
  let count = 0;
  for (let place = 0; place < devices; place++)
    if (byte(marks, place) === mark) setInteger(markedRows, count++, integer(deviceRow, place));
  return count;
}
