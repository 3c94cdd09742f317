import { filterRows, groupRows, mapRows } from '../rows';
import type { Selection } from '../selection';
import { byStartLongerFirst } from '../thread-order';
import { backwardThread } from './backward-thread';
import { EdgeKind, NOBODY } from './graph';
import type { EventGraph } from './graph';

/** Calls that wait for the device: the time in them is the device's, not theirs. HTA knows those of CUDA. */
const BLOCKING: ReadonlySet<string> = new Set([
  'cudaDeviceSynchronize',
  'cudaStreamSynchronize',
  'cudaEventQuery',
  'cudaEventSynchronize',
  'cudaMemcpy',
]);
const BLOCKING_HIP: ReadonlySet<string> = new Set([
  'hipDeviceSynchronize',
  'hipStreamSynchronize',
  'hipEventSynchronize',
  'hipMemcpy',
]);

const [NOT_LOOKED_AT, IS_BLOCKING, IS_OTHER] = [0, 1, 2];

/**
 * The host's part of the graph (HTA, critical_path_analysis.py, over common/call_stack.py): through each thread's events in the order of their starts and ends, one edge from
 * point to point within a top-level event, and a dependency from one top-level event to the next.
 */
export const connectHost = (selection: Selection, graph: EventGraph, rows: Uint32Array): void => {
  const { track, name } = selection.trace.slices;
  const blocking = new Uint8Array(selection.trace.strings.size);
  const blocks = (call: string): boolean =>
    BLOCKING.has(call) || (selection.window !== 'hta' && BLOCKING_HIP.has(call));
  const isBlocking = (row: number): boolean => {
    const id = name[row] ?? 0;
    if (blocking[id] === NOT_LOOKED_AT)
      blocking[id] = blocks(selection.trace.strings.text(id)) ? IS_BLOCKING : IS_OTHER;
    return blocking[id] === IS_BLOCKING;
  };
  const within = filterRows(rows, (row) => (selection.end[row] ?? 0) > (selection.start[row] ?? 0));
  const backward = backwardThread(selection, within);
  const threadOf = (row: number): number => {
    const thread = track[row] ?? 0;
    return thread === backward?.from ? backward.to : thread;
  };
  for (const thread of groupRows(within, threadOf).values())
    connectThread(selection, graph, thread, isBlocking);
};

const connectThread = (
  selection: Selection,
  graph: EventGraph,
  thread: Uint32Array,
  isBlocking: (row: number) => boolean,
): void => {
  const stack: number[] = [];
  let last: number = NOBODY;
  let lastTop: number = NOBODY;
  let lastParent: number = NOBODY;
  const shown: number[] = [];
  const parentOf = (): number => shown.at(-1) ?? NOBODY;
  const close = (): void => {
    const row = stack.pop() ?? NOBODY;
    if (!graph.has(row)) return;
    shown.pop();
    const node = graph.endOf(row);
    if (last !== NOBODY) graph.connect(last, node, EdgeKind.work, row, isBlocking(row) ? 0 : undefined);
    last = shown.length === 0 ? NOBODY : node;
    if (shown.length === 0) lastTop = node;
    lastParent = parentOf();
  };
  const ends = mapRows(thread, (row) => selection.end[row] ?? 0).sort();
  let ended = 0;
  for (const row of byStartLongerFirst(thread.slice(), selection.start, (row) => selection.end[row] ?? 0)) {
    for (; (ends[ended] ?? Infinity) <= (selection.start[row] ?? 0); ended++) close();
    if (graph.has(row)) {
      const node = graph.startOf(row);
      if (shown.length === 0 && lastTop !== NOBODY)
        graph.connect(lastTop, node, EdgeKind.dependency, NOBODY, 0);
      if (last !== NOBODY)
        graph.connect(last, node, EdgeKind.work, last % 2 === 0 ? graph.rowOf(last) : lastParent);
      last = node;
      lastParent = parentOf();
      shown.push(row);
    }
    stack.push(row);
  }
  while (stack.length > 0) close();
};
