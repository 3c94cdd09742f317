import { launchersOf } from '../launchers';
import { queueSeries } from '../queue';
import type { Selection } from '../selection';
import { EdgeKind, Mark, NOBODY } from './graph';
import type { EventGraph } from './graph';
import { synchronisations } from './synchronisation';

/** Numbers of streams are below this: they are 32-bit integers. */
const MOST_STREAMS = 2 ** 32;

/** Two kernels further apart did not wait for each other (HTA, critical_path_analysis.py:46). */
const LONGEST_GAP = 1_500_000;

/**
 * The device's part of the graph (HTA, critical_path_analysis.py:1219-1439): an event starts because it was just launched
 * onto an empty stream, or because the one before it on the stream or one it waited for ended; the host goes on from
 * a synchronisation when what it waited for has ended.
 * @param rows on the device by start
 */
export const connectDevice = (selection: Selection, graph: EventGraph, rows: Uint32Array): void => {
  const { kind, args, track } = selection.trace.slices;
  const { start, end } = selection;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    graph.addStart(row, start[row] ?? 0, 0, NOBODY);
    graph.addEnd(row, end[row] ?? 0, Mark.takesTime, row);
  }
  const launchers = launchersOf(selection);
  const isFirst = firstInQueue(selection);
  const syncs = synchronisations(selection);
  const waits = syncs.rows;
  const streamOf = (row: number): number => (track[row] ?? 0) * MOST_STREAMS + args.stream.or(row, -1);
  const last = new Map<number, number>();
  const waitsFor = new Map<number, number>();
  let waited = 0;
  const waitUntil = (time: number): void => {
    for (; waited < waits.length && (end[waits[waited] ?? 0] ?? 0) < time; waited++) {
      const sync = waits[waited] ?? 0;
      for (const { from, to } of syncs.of(sync, last, streamOf)) {
        if (kind[to] === undefined || !graph.has(from)) continue;
        if ((launchers[to] ?? -1) >= 0) waitsFor.set(to, from);
        else if (graph.has(to)) graph.connect(graph.endOf(from), graph.endOf(to), EdgeKind.sync, sync);
      }
    }
  };
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    const from = start[row] ?? 0;
    waitUntil(from);
    const stream = streamOf(row);
    const previous = last.get(stream) ?? NOBODY;
    last.set(stream, row);
    const cause = waitsFor.size > 0 ? (waitsFor.get(row) ?? NOBODY) : NOBODY;
    const idleSince = previous === NOBODY ? -Infinity : (end[previous] ?? 0);
    let causedAt = -Infinity;
    if (cause !== NOBODY) {
      waitsFor.delete(row);
      causedAt = end[cause] ?? 0;
      graph.connect(graph.endOf(cause), graph.startOf(row), EdgeKind.sync, row);
    }
    const launcher = launchers[row] ?? -1;
    const launched = start[launcher] ?? 0;
    if (isFirst[row] === 1 && idleSince < launched && causedAt < launched && graph.has(launcher))
      graph.connect(graph.startOf(launcher), graph.startOf(row), EdgeKind.launchDelay, row);
    else if (previous !== NOBODY && causedAt < idleSince && from - idleSince < LONGEST_GAP)
      graph.connect(graph.endOf(previous), graph.startOf(row), EdgeKind.kernelGap, previous);
  }
  waitUntil(Infinity);
};

/** Whether a device row was alone in its stream's queue right after its launch, and left it empty when it started. */
const firstInQueue = (selection: Selection): Uint8Array => {
  const wasAlone = new Uint8Array(selection.trace.slices.length);
  const isFirst = new Uint8Array(selection.trace.slices.length);
  for (const { row, isLaunch, length } of queueSeries(selection))
    for (let i = 0; i < row.length; i++) {
      const of = row[i] ?? 0;
      if (isLaunch[i] === 1) wasAlone[of] = length[i] === 1 ? 1 : 0;
      else isFirst[of] = length[i] === 0 ? 1 : 0;
    }
  for (let row = 0; row < isFirst.length; row++) isFirst[row] = (isFirst[row] ?? 0) & (wasAlone[row] ?? 0);
  return isFirst;
};
