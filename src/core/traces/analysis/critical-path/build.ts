import { type Loops, withLoops } from '../../loops/loops';
import { hostOrder } from '../host-order';
import { deviceInOrder } from '../intervals';
import { launchersOf } from '../launchers';
import { queueSeries } from '../queue';
import type { Selection } from '../selection';
import { connectDevice, type RowsAt } from './device';
import { connectHost } from './host';
import { waitingCalls } from './implied-waits';

/** A part of the trace, in nanoseconds; host events that begin in it and what they launched. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Runs something with the graph of operators and calls of the host, and of the device events that these launched, in the
 * loops' memory; see ../../loops/critical-path/graph.as.ts for what it is.
 */
export const withGraph = <Result>(
  selection: Selection,
  { from, to }: Span,
  run: (loops: Loops) => Result,
): Result => {
  const host = hostOrder(selection);
  const device = deviceInOrder(selection);
  const launchers = launchersOf(selection);
  const rules =
    selection.window === 'hta' ? { queues: queueSeries(selection) } : { waiting: waitingCalls(selection) };
  return withLoops(selection, (loops) => {
    const { calls } = loops;
    loops.useTimes();
    const linked = loops.keep(launchers);
    calls.beginGraph(host.length + device.length);
    const graph = calls.used();
    calls.keepWithin(loops.put(host), host.length, from, to);
    calls.keepLinked(loops.put(device), device.length, linked, from, to);
    connectHost(selection, loops);
    connectDevice(selection, loops, linkedRows(selection, loops), rules);
    calls.release(graph);
    return run(loops);
  });
};

/** How many nodes and edges the graph has, for a comparison with HTA's. */
export const graphSize = (
  selection: Selection,
  span: Span,
): { readonly nodes: number; readonly edges: number } =>
  withGraph(selection, span, ({ calls }) => ({ nodes: calls.nodes.value, edges: calls.countEdges() }));

/** The launched device rows, each once. */
const linkedRows = (selection: Selection, loops: Loops): RowsAt => {
  const { linked, linkedCount } = loops.calls;
  const all = { at: linked.value, length: linkedCount.value };
  if (selection.window !== 'hta') return all;
  const rows = lastOfEachLaunch(selection, loops.rows(all.at, all.length));
  return { at: loops.put(rows), length: rows.length };
};

/** HTA links a launch to one device event, the last of its correlation in the file; the others of a graph are not seen. */
const lastOfEachLaunch = (selection: Selection, linked: Uint32Array): Uint32Array => {
  const launchers = launchersOf(selection);
  const isLinked = new Uint8Array(selection.trace.slices.length);
  for (const row of linked) isLinked[row] = 1;
  const last = new Map<number, number>();
  for (const row of selection.device) if (isLinked[row] === 1) last.set(launchers[row] ?? -1, row);
  return Uint32Array.from(new Set(linked)).filter((row) => last.get(launchers[row] ?? -1) === row);
};
