/** The device's part of the graph of the critical path; see ../../analysis/critical-path/device.ts. */
import { Kind } from '../marks';
import { allocate, byte, double, integer, integers, setDouble, setInteger } from '../memory.as';
import { valueAt } from '../pages.as';
import { beginIndex, expect, find, makeIndex, set } from '../places.as';
import { end, kind, slices, start, track } from '../rows.as';
import { isFirst } from './first.as';
import { addEnd, addStart, connect, endNode, has, NOBODY, startNode, TAKES_TIME } from './graph.as';
import { EdgeKind } from './marks';

/** Numbers of streams are below this: they are 32-bit integers. */
const MOST_STREAMS: f64 = 4294967296;
/** Two kernels further apart did not wait for each other (HTA, critical_path_analysis.py:46). */
const LONGEST_GAP: f64 = 1500000;

/** What `keepLinked` kept, and how many. */
export let linked: usize = 0;
export let linkedCount: i32 = 0;
let launchers: usize = 0;

/** The device rows that were launched by a call of some length that began in a span, in the same order and place. @param calls by row */
export function keepLinked(rows: usize, length: i32, calls: usize, from: f64, to: f64): void {
  launchers = calls;
  linked = rows;
  linkedCount = 0;
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    const call = integer(launchers, row);
    const what = byte(kind, row);
    if (call < 0 || (what !== Kind.kernel && what !== Kind.memcpy && what !== Kind.memset)) continue;
    const begun = double(start, call);
    if (begun >= from && begun <= to && double(end, call) > begun) setInteger(linked, linkedCount++, row);
  }
}

let device: usize = 0;
let length: i32 = 0;
let streamNumber: usize = 0;
let isHta: bool = false;
/** Which stream each place of `device` is on; streams are numbered as they appear. */
let streamAt: usize = 0;
let index: usize = 0;
/** The last row so far on each stream, and how many streams have one. */
export let last: usize = 0;
export let streams: i32 = 0;
/** By row the row that it waits for, or `NOBODY`; 0 as long as none waits. */
let causes: usize = 0;
let passed: i32 = 0;

function keyOf(row: i32): f64 {
  return <f64>integer(track, row) * MOST_STREAMS + valueAt(streamNumber, row, -1);
}

/**
 * Adds device events.
 * @param rows by start
 * @param stream column of the argument
 * @param hta whether HTA's rules hold, for which the queues were followed. By ours an event waits for its launch where its stream
 * had nothing left to do by then, else for the one before it
 */
export function beginDevice(rows: usize, count: i32, stream: usize, hta: bool): void {
  isHta = hta;
  device = rows;
  length = count;
  streamNumber = stream;
  const keys = allocate((<usize>length) << 3);
  beginIndex();
  for (let i = 0; i < length; i++) {
    const row = integer(device, i);
    addStart(row, double(start, row), 0, NOBODY);
    addEnd(row, double(end, row), TAKES_TIME, row);
    const key = keyOf(row);
    setDouble(keys, i, key);
    expect(key);
  }
  index = makeIndex();
  streamAt = allocate((<usize>length) << 2);
  let known = 0;
  for (let i = 0; i < length; i++) {
    const key = double(keys, i);
    let place = i > 0 && key === double(keys, i - 1) ? integer(streamAt, i - 1) : find(index, key);
    if (place < 0) set(index, key, (place = known++));
    setInteger(streamAt, i, place);
  }
  last = integers(known, 0xff);
  streams = 0;
  causes = 0;
  passed = 0;
}

/** The last device event so far on the stream of a row, or `NOBODY`. */
export function lastOnStreamOf(row: i32): i32 {
  const place = length === 0 ? -1 : find(index, keyOf(row));
  return place < 0 ? NOBODY : integer(last, place);
}

/** Lets a device event wait for another, if that is in the graph. */
export function letWait(row: i32, cause: i32): void {
  if (!has(cause)) return;
  if (causes === 0) causes = integers(slices, 0xff);
  setInteger(causes, row, cause);
}

/** Lets a call on the host wait for a device event, if both are in the graph. */
export function letReturn(call: i32, cause: i32, sync: i32): void {
  if (has(cause) && has(call)) connect(endNode(cause), endNode(call), EdgeKind.sync, sync);
}

/** Connects the events that begin until a moment to what they waited for. */
export function passUntil(moment: f64): void {
  for (; passed < length; passed++) {
    const row = integer(device, passed);
    const from = double(start, row);
    if (from > moment) return;
    pass(row, from, integer(streamAt, passed));
  }
}

function pass(row: i32, from: f64, stream: i32): void {
  const previous = integer(last, stream);
  if (previous === NOBODY) streams++;
  setInteger(last, stream, row);
  const idleSince = previous === NOBODY ? -Infinity : double(end, previous);
  let causedAt = -Infinity;
  const cause = causes === 0 ? NOBODY : integer(causes, row);
  if (cause !== NOBODY) {
    causedAt = double(end, cause);
    connect(endNode(cause), startNode(row), EdgeKind.sync, row);
    // It could not begin before this one either, which HTA leaves out.
    if (!isHta && previous !== NOBODY && idleSince <= causedAt)
      connect(endNode(previous), startNode(row), EdgeKind.sync, row);
  }
  const launcher = integer(launchers, row);
  const begun = double(start, launcher);
  const wasIdle = idleSince < begun;
  if (wasIdle && causedAt < begun && has(launcher) && (!isHta || isFirst(row)))
    connect(startNode(launcher), startNode(row), EdgeKind.launchDelay, row);
  else if (previous !== NOBODY && causedAt < idleSince && (isHta ? from - idleSince < LONGEST_GAP : !wasIdle))
    connect(endNode(previous), startNode(row), EdgeKind.kernelGap, previous);
}
