import type { Address, Loops } from '../../loops/loops';
import type { Selection } from '../selection';
import { byStartLongerFirst } from '../thread-order';
import { backwardThread } from './backward-thread';
import { blockingCalls } from './blocking-calls';

/**
 * The host's part of the graph (HTA, critical_path_analysis.py, over common/call_stack.py): through each thread's operators and
 * calls in the order of their starts and ends, one edge from point to point within a top-level event, and a dependency from
 * one top-level event to the next.
 */
export const connectHost = (selection: Selection, loops: Loops): void => {
  const { calls } = loops;
  const isBlocking = loops.put(blockingNames(selection));
  calls.findThreads(calls.kept.value, calls.keptCount.value);
  const ends = loops.rows(calls.threadEnds.value, calls.threads.value);
  const kept = loops.rows(calls.kept.value, calls.keptCount.value);
  const { track } = selection.trace.slices;
  const byTrack = new Map<number, Uint32Array>();
  const places = new Map<Uint32Array, Address>();
  for (let thread = 0; thread < ends.length; thread++) {
    const from = ends[thread - 1] ?? 0;
    const rows = kept.subarray(from, ends[thread]);
    byTrack.set(track[rows[0] ?? 0] ?? 0, rows);
    places.set(rows, calls.kept.value + from * rows.BYTES_PER_ELEMENT);
  }
  joinBackward(selection, byTrack);
  for (const rows of byTrack.values())
    calls.connectThread(places.get(rows) ?? loops.put(rows), rows.length, isBlocking);
};

/** By id of a text whether it is the name of a call that waits. */
const blockingNames = ({ window, trace: { strings } }: Selection): Uint8Array => {
  const isBlocking = new Uint8Array(strings.size);
  for (const name of blockingCalls(window)) {
    const id = strings.find(name);
    if (id !== undefined) isBlocking[id] = 1;
  }
  return isBlocking;
};

/** Puts the rows of autograd's thread among those of the one that it works for. */
const joinBackward = (selection: Selection, byTrack: Map<number, Uint32Array>): void => {
  const backward = backwardThread(selection, byTrack);
  if (backward === undefined) return;
  const both = [...byTrack].filter(([track]) => track === backward.from || track === backward.to);
  const joined = Uint32Array.from(both.flatMap(([, rows]) => Array.from(rows)));
  byTrack.delete(backward.from);
  byTrack.set(
    backward.to,
    byStartLongerFirst(joined, selection.start, (row) => selection.end[row] ?? 0),
  );
};
