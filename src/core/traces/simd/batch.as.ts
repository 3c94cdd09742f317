/** Where events are put: a column each, emptied by JavaScript whenever the scanner stops. */
import { allocate } from './memory.as';
import { BATCH, MOST_ARGUMENT_KEYS } from './states';

function doubles(): usize {
  return allocate((<usize>BATCH) << 3);
}

function integers(): usize {
  return allocate((<usize>BATCH) << 2);
}

export let slices: i32 = 0;
export const sliceStart: usize = doubles();
export const sliceDuration: usize = doubles();
export const sliceName: usize = integers();
export const sliceCategory: usize = integers();
export const sliceTrack: usize = integers();

/** Arguments of slices, column by column: how many there are, their rows in the batch, and their values. */
export const argCount: usize = allocate((<usize>MOST_ARGUMENT_KEYS) << 2);
export const argRow: usize = allocate((<usize>(MOST_ARGUMENT_KEYS * BATCH)) << 1);
export const argValue: usize = allocate((<usize>(MOST_ARGUMENT_KEYS * BATCH)) << 3);

export let flows: i32 = 0;
export const flowTime: usize = doubles();
export const flowTrack: usize = integers();
export const flowName: usize = integers();
export const flowCategory: usize = integers();
export const flowPhase: usize = allocate(BATCH);
export const flowId: usize = doubles();

export let instants: i32 = 0;
export const instantTime: usize = doubles();
export const instantTrack: usize = integers();
export const instantName: usize = integers();
export const instantCategory: usize = integers();

/** Memory events: the columns of `MEMORY_ARGUMENTS`, one behind the other. */
export let memories: i32 = 0;
export const memoryTime: usize = doubles();
export const memoryTrack: usize = integers();
export const memoryValues: usize = allocate(<usize>BATCH * 8 * 6);

/** The latest end of a slice. */
export let latest: f64 = 0;
/** Whether any time had a fraction. */
export let fractionalTimes: bool = false;

export function isFull(): bool {
  return slices === BATCH || flows === BATCH || instants === BATCH || memories === BATCH;
}

export function setFractional(): void {
  fractionalTimes = true;
}

export function clear(): void {
  slices = 0;
  memory.fill(argCount, 0, (<usize>MOST_ARGUMENT_KEYS) << 2);
  flows = 0;
  instants = 0;
  memories = 0;
  latest = 0;
  fractionalTimes = false;
}

export function addSlice(start: f64, duration: f64, name: u32, category: u32, track: u32): void {
  const row = <usize>slices;
  slices += 1;
  store<f64>(sliceStart + (row << 3), start);
  store<f64>(sliceDuration + (row << 3), duration);
  store<u32>(sliceName + (row << 2), name);
  store<u32>(sliceCategory + (row << 2), category);
  store<u32>(sliceTrack + (row << 2), track);
  latest = max(latest, start + duration);
}

/** Of the slice that is added next; of two values for one column the last counts. */
export function addArgument(column: usize, value: f64): void {
  const counter = argCount + (column << 2);
  const first = column * <usize>BATCH;
  let count: usize = load<u32>(counter);
  if (count > 0 && load<u16>(argRow + ((first + count - 1) << 1)) === <u16>slices) count--;
  store<u16>(argRow + ((first + count) << 1), <u16>slices);
  store<f64>(argValue + ((first + count) << 3), value);
  store<u32>(counter, <u32>(count + 1));
}

export function addFlow(time: f64, track: u32, name: u32, category: u32, phase: i32, id: f64): void {
  const row = <usize>flows;
  flows += 1;
  store<f64>(flowTime + (row << 3), time);
  store<u32>(flowTrack + (row << 2), track);
  store<u32>(flowName + (row << 2), name);
  store<u32>(flowCategory + (row << 2), category);
  store<u8>(flowPhase + row, phase);
  store<f64>(flowId + (row << 3), id);
}

export function addInstant(time: f64, track: u32, name: u32, category: u32): void {
  const row = <usize>instants;
  instants += 1;
  store<f64>(instantTime + (row << 3), time);
  store<u32>(instantTrack + (row << 2), track);
  store<u32>(instantName + (row << 2), name);
  store<u32>(instantCategory + (row << 2), category);
}

/** Returns the row, whose values are NaN and then set by `setMemoryValue`. */
export function addMemory(time: f64, track: u32): usize {
  const row = <usize>memories;
  memories += 1;
  store<f64>(memoryTime + (row << 3), time);
  store<u32>(memoryTrack + (row << 2), track);
  for (let column: usize = 0; column < 6; column++)
    store<f64>(memoryValues + ((column * <usize>BATCH + row) << 3), NaN);
  return row;
}

/** Of two values for one column the first counts. */
export function setMemoryValue(row: usize, column: usize, value: f64): void {
  const at = memoryValues + ((column * <usize>BATCH + row) << 3);
  if (isNaN(load<f64>(at))) store<f64>(at, value);
}
