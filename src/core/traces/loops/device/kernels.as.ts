/** Device events by name and type. */
import { deviceEnd, deviceName, devices, deviceStart } from './rows.as';
import { allocate, byte, double, doubles, integer, integers, setDouble, setInteger } from '../memory.as';

/** By group its first place in the device's rows, and how many it has. */
export let kernelFirst: usize = 0;
export let kernelCount: usize = 0;
/** Of the durations in each: their sum, the least, the most, and the sum of squared differences from the mean. */
export let kernelSum: usize = 0;
export let kernelLeast: usize = 0;
export let kernelMost: usize = 0;
export let kernelSquares: usize = 0;

/**
 * Groups the device's rows, but for those of a type that is left out, in order of first appearance.
 * @param types a byte for each place, less than `ofTypes`
 * @param names how many names there are
 * @returns how many groups there are
 */
export function sumKernels(types: usize, ofTypes: i32, without: i32, names: i32): i32 {
  const known = integers(names * ofTypes, 0xff);
  const own = allocate((<usize>devices) << 2);
  kernelFirst = allocate((<usize>devices) << 2);
  let groups = 0;
  for (let place = 0; place < devices; place++) {
    setInteger(own, place, -1);
    const type = byte(types, place);
    if (type === without) continue;
    const key = integer(deviceName, place) * ofTypes + type;
    let group = integer(known, key);
    if (group < 0) {
      group = groups++;
      setInteger(known, key, group);
      setInteger(kernelFirst, group, place);
    }
    setInteger(own, place, group);
  }
  kernelCount = integers(groups, 0);
  kernelSum = doubles(groups);
  kernelLeast = doubles(groups);
  kernelMost = doubles(groups);
  kernelSquares = doubles(groups);
  for (let group = 0; group < groups; group++) {
    setDouble(kernelLeast, group, Infinity);
    setDouble(kernelMost, group, -Infinity);
  }
  addDurations(own, doubles(groups));
  return groups;
}

/** @param means running ones (Welford) */
function addDurations(groupOf: usize, means: usize): void {
  for (let place = 0; place < devices; place++) {
    const group = integer(groupOf, place);
    if (group < 0) continue;
    const duration = double(deviceEnd, place) - double(deviceStart, place);
    const count = integer(kernelCount, group) + 1;
    setInteger(kernelCount, group, count);
    setDouble(kernelSum, group, double(kernelSum, group) + duration);
    setDouble(kernelLeast, group, min(double(kernelLeast, group), duration));
    setDouble(kernelMost, group, max(double(kernelMost, group), duration));
    const before = duration - double(means, group);
    const mean = double(means, group) + before / <f64>count;
    setDouble(means, group, mean);
    setDouble(kernelSquares, group, double(kernelSquares, group) + before * (duration - mean));
  }
}

/** By name, of an argument that kernels have: the values times the durations, and the durations. */
export let weighted: usize = 0;
export let weights: usize = 0;

/** @param names how many names there are */
export function beginWeights(names: i32): void {
  weighted = doubles(names);
  weights = doubles(names);
}

/** Adds what some places in the device's rows have. @param values from the first of them on; NaN for none */
export function addWeights(values: usize, from: i32, length: i32): void {
  for (let i = 0; i < length; i++) {
    const value = double(values, i);
    if (isNaN(value)) continue;
    const name = integer(deviceName, from + i);
    const duration = double(deviceEnd, from + i) - double(deviceStart, from + i);
    setDouble(weighted, name, double(weighted, name) + value * duration);
    setDouble(weights, name, double(weights, name) + duration);
  }
}
