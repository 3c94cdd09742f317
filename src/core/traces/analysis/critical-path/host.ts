import { SliceKind } from '../../slice-kind';
import type { Selection } from '../selection';
import { byStartLongerFirst } from '../thread-order';
import { backwardThread } from './backward-thread';
import { Mark, NOBODY } from './graph';
import type { EventGraph } from './graph';
import { nestedEnds } from './nested-ends';

/** Calls that wait for the device: the time in them is the device's, not theirs. HTA knows those of CUDA. */
const BLOCKING: readonly string[] = [
  'cudaDeviceSynchronize',
  'cudaStreamSynchronize',
  'cudaEventQuery',
  'cudaEventSynchronize',
  'cudaMemcpy',
];
const BLOCKING_HIP: readonly string[] = [
  'hipDeviceSynchronize',
  'hipStreamSynchronize',
  'hipEventSynchronize',
  'hipMemcpy',
];

/**
 * The host's part of the graph (HTA, critical_path_analysis.py, over common/call_stack.py): through each thread's operators and calls in the order of their starts and ends, one
 * edge from point to point within a top-level event, and a dependency from one top-level event to the next.
 * @param rows on the host, none of them empty, in thread order
 */
export const connectHost = (selection: Selection, graph: EventGraph, rows: Uint32Array): void => {
  const isBlocking = blockingNames(selection);
  for (const thread of threads(selection, rows)) connectThread(selection, graph, thread, isBlocking);
};

/** By id of a text whether it is the name of a call that waits. */
const blockingNames = ({ window, trace: { strings } }: Selection): Uint8Array => {
  const isBlocking = new Uint8Array(strings.size);
  for (const name of window === 'hta' ? BLOCKING : [...BLOCKING, ...BLOCKING_HIP]) {
    const id = strings.find(name);
    if (id !== undefined) isBlocking[id] = 1;
  }
  return isBlocking;
};

/** The rows of each thread; those of autograd's thread among those of the one that it works for. */
const threads = (selection: Selection, rows: Uint32Array): readonly Uint32Array[] => {
  const { track } = selection.trace.slices;
  const byTrack = new Map<number, Uint32Array>();
  for (let from = 0, to = 0; from < rows.length; from = to) {
    const of = track[rows[from] ?? 0] ?? 0;
    while (to < rows.length && track[rows[to] ?? 0] === of) to++;
    byTrack.set(of, rows.subarray(from, to));
  }
  const backward = backwardThread(selection, byTrack);
  if (backward !== undefined) {
    const both = [...byTrack].filter(([of]) => of === backward.from || of === backward.to);
    const merged = new Uint32Array(both.reduce((length, [, own]) => length + own.length, 0));
    let length = 0;
    for (const [, own] of both) merged.set(own, (length += own.length) - own.length);
    byTrack.delete(backward.from);
    byTrack.set(
      backward.to,
      byStartLongerFirst(merged, selection.start, (row) => selection.end[row] ?? 0),
    );
  }
  return [...byTrack.values()];
};

/** Events that overlap without nesting end in the order in which those around them would: the last to begin first. */
const connectThread = (
  { trace: { slices }, start, end }: Selection,
  graph: EventGraph,
  rows: Uint32Array,
  isBlocking: Uint8Array,
): void => {
  const { kind, name } = slices;
  const ends = nestedEnds(rows, start, end);
  /** Events that have begun: all, and those of the graph. */
  const open = new Uint32Array(rows.length);
  const shown = new Int32Array(rows.length);
  let opened = 0;
  let depth = 0;
  let ended = 0;
  let isFirst = true;
  for (let place = 0; place <= rows.length; place++) {
    const row = rows[place] ?? 0;
    const from = place < rows.length ? (start[row] ?? 0) : Infinity;
    for (; ended < rows.length && (ends[ended] ?? 0) <= from; ended++) {
      const closing = open[--opened] ?? 0;
      if (depth === 0 || shown[depth - 1] !== closing) continue;
      depth--;
      const mark = isBlocking[name[closing] ?? 0] === 1 ? Mark.takesNone : Mark.takesTime;
      graph.addEnd(closing, end[closing] ?? 0, mark, closing);
    }
    if (place === rows.length) break;
    open[opened++] = row;
    const of = kind[row] ?? 0;
    if (of !== SliceKind.operator && of !== SliceKind.runtime) continue;
    if (depth > 0) graph.addStart(row, from, Mark.takesTime, shown[depth - 1] ?? 0);
    else graph.addStart(row, from, isFirst ? 0 : Mark.takesNone, NOBODY);
    isFirst = false;
    shown[depth++] = row;
  }
};
