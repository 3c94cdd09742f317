/**
 * Points in time and what must pass between them: each event's start and end. The nodes of a thread stand in the order in
 * which the thread passes them, and the end of a device event after its start. So most edges lead to a node from the
 * one before and are a mark of it; the others, "crossings", are listed. Times are nanoseconds.
 *
 * An edge has the number of the node that it leads to from the one before; the crossings' follow.
 */
import { allocate, byte, double, integer, integers, setByte, setDouble, setInteger } from '../memory.as';
import { slices } from '../rows.as';
import { EdgeKind } from './marks';

/** Marks an edge that no event accounts for. */
export const NOBODY: i32 = -1;

/** What is known of a node, as bits: an edge leads here from the node before, and takes the time between, or none. */
export const TAKES_TIME: i32 = 1;
export const TAKES_NONE: i32 = 2;
export const FOLLOWS: i32 = 3;
/** Crossings lead away from here, or to here. */
export const LEFT: i32 = 4;
export const ENTERED: i32 = 8;

export let nodes: i32 = 0;
/** By node; `worker` is the row that accounts for the edge from the node before, or `NOBODY`. */
export let time: usize = 0;
export let marks: usize = 0;
export let worker: usize = 0;
/** A row's nodes; the first is -1 for rows that are not in the graph. */
let startOf: usize = 0;
let endOf: usize = 0;

export let crossings: i32 = 0;
let room: i32 = 0;
/** Four integers a crossing: from, to, `EdgeKind`, and the row that accounts for it. */
let crossing: usize = 0;

/** @param events at most */
export function beginGraph(events: i32): void {
  nodes = 0;
  time = allocate((<usize>events) << 4);
  marks = allocate((<usize>events) << 1);
  worker = allocate((<usize>events) << 3);
  startOf = integers(slices, 0xff);
  endOf = allocate((<usize>slices) << 2);
  crossings = 0;
  room = events + 16;
  crossing = allocate((<usize>room) << 4);
}

export function has(row: i32): bool {
  return row >= 0 && integer(startOf, row) >= 0;
}

export function startNode(row: i32): i32 {
  return integer(startOf, row);
}

export function endNode(row: i32): i32 {
  return integer(endOf, row);
}

/** The next node is an event's start. @param mark how the one before leads to it @param by who accounts for that */
export function addStart(row: i32, at: f64, mark: i32, by: i32): void {
  setInteger(startOf, row, nodes);
  add(at, mark, by);
}

/** The next node is an event's end. */
export function addEnd(row: i32, at: f64, mark: i32, by: i32): void {
  setInteger(endOf, row, nodes);
  add(at, mark, by);
}

function add(at: f64, mark: i32, by: i32): void {
  setDouble(time, nodes, at);
  setByte(marks, nodes, mark);
  setInteger(worker, nodes, by);
  nodes++;
}

/** An edge between nodes that do not follow each other. It takes the time between them, or none for `sync`. */
export function connect(from: i32, to: i32, kind: EdgeKind, by: i32): void {
  if (crossings === room) {
    const before = crossing;
    crossing = allocate((<usize>room) << 5);
    memory.copy(crossing, before, (<usize>room) << 4);
    room *= 2;
  }
  setByte(marks, from, byte(marks, from) | LEFT);
  setByte(marks, to, byte(marks, to) | ENTERED);
  const at = 4 * crossings++;
  setInteger(crossing, at, from);
  setInteger(crossing, at + 1, to);
  setInteger(crossing, at + 2, kind);
  setInteger(crossing, at + 3, by);
}

export function crossingFrom(which: i32): i32 {
  return integer(crossing, 4 * which);
}

export function crossingTo(which: i32): i32 {
  return integer(crossing, 4 * which + 1);
}

/** Never negative; 0 for `sync`. */
export function crossingWeight(which: i32): f64 {
  if (integer(crossing, 4 * which + 2) === EdgeKind.sync) return 0;
  return max<f64>(0, double(time, crossingTo(which)) - double(time, crossingFrom(which)));
}

export function edgeFrom(edge: i32): i32 {
  return edge < nodes ? edge - 1 : crossingFrom(edge - nodes);
}

export function edgeTo(edge: i32): i32 {
  return edge < nodes ? edge : crossingTo(edge - nodes);
}

export function edgeKind(edge: i32): EdgeKind {
  if (edge >= nodes) return integer(crossing, 4 * (edge - nodes) + 2);
  return integer(worker, edge) === NOBODY ? EdgeKind.dependency : EdgeKind.work;
}

/** The row that accounts for the edge's time, or `NOBODY`. */
export function edgeWorker(edge: i32): i32 {
  return edge < nodes ? integer(worker, edge) : integer(crossing, 4 * (edge - nodes) + 3);
}

/** Between an edge's nodes; negative where it leads back in time. */
export function edgeSpan(edge: i32): f64 {
  return double(time, edgeTo(edge)) - double(time, edgeFrom(edge));
}

/** Never negative. */
export function edgeWeight(edge: i32): f64 {
  if (edge >= nodes) return crossingWeight(edge - nodes);
  return (byte(marks, edge) & TAKES_TIME) === 0 ? 0 : max<f64>(0, edgeSpan(edge));
}

/** Edges of either sort. */
export function countEdges(): i32 {
  let count = crossings;
  for (let node = 0; node < nodes; node++) if ((byte(marks, node) & FOLLOWS) !== 0) count++;
  return count;
}
