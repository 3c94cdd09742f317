/**
 * The device's rows in columns of their own, by their places in the selection: what every command runs may not copy the columns of
 * all slices.
 */
import { BY_NAME } from '../marks';
import { allocate, byte, bytes, double, integer, setByte, setDouble, setInteger } from '../memory.as';

export let devices: i32 = 0;
export let deviceStart: usize = 0;
export let deviceEnd: usize = 0;
export let deviceName: usize = 0;
export let deviceKind: usize = 0;

export function setDevice(length: i32, start: usize, end: usize, name: usize, kind: usize): void {
  devices = length;
  deviceStart = start;
  deviceEnd = end;
  deviceName = name;
  deviceKind = kind;
}

/** Copies what a column has at some rows. @param width in bytes, of one number */
export function gather(target: usize, rows: usize, length: i32, column: usize, width: i32): void {
  if (width === 8) for (let i = 0; i < length; i++) setDouble(target, i, double(column, integer(rows, i)));
  else if (width === 4)
    for (let i = 0; i < length; i++) setInteger(target, i, integer(column, integer(rows, i)));
  else for (let i = 0; i < length; i++) setByte(target, i, byte(column, integer(rows, i)));
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

/** Bytes of places as bytes of slices; 0 for other slices. */
export function spreadBytes(ofPlaces: usize, rows: usize, slices: i32): usize {
  const ofRows = bytes(slices);
  for (let place = 0; place < devices; place++) setByte(ofRows, integer(rows, place), byte(ofPlaces, place));
  return ofRows;
}

/** Keeps those of the device's rows that have a mark. @returns how many these are */
export function keepMarked(rows: usize, marks: usize, mark: i32): i32 {
  let count = 0;
  for (let place = 0; place < devices; place++)
    if (byte(marks, place) === mark) setInteger(rows, count++, integer(rows, place));
  return count;
}
