import { SliceKind } from '../../slice-kind';
import { launchersOf } from '../launchers';
import { queueSeries } from '../queue';
import { sortRows } from '../rows';
import type { Selection } from '../selection';
import { EdgeKind } from './graph';
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
 */
export const connectDevice = (selection: Selection, graph: EventGraph, rows: Uint32Array): void => {
  const { kind, args, track } = selection.trace.slices;
  const { start, end } = selection;
  const launchers = launchersOf(selection);
  const queue = queueLengths(selection);
  const syncs = synchronisations(selection);
  const moment = (row: number): number => (kind[row] === SliceKind.sync ? end[row] : start[row]) ?? 0;
  const streamOf = (row: number): number => (track[row] ?? 0) * MOST_STREAMS + args.stream.or(row, -1);
  const events = new Uint32Array(rows.length + syncs.rows.length);
  events.set(rows);
  events.set(syncs.rows, rows.length);
  const last = new Map<number, number>();
  const waitsFor = new Map<number, number>();
  for (const row of sortRows(events, (a, b) => moment(a) <= moment(b))) {
    if (kind[row] === SliceKind.sync) {
      for (const { from, to } of syncs.of(row, last, streamOf)) {
        if (kind[to] === undefined || !graph.has(from)) continue;
        if (launchers[to] !== undefined && (launchers[to] ?? -1) >= 0) waitsFor.set(to, from);
        else if (graph.has(to)) graph.connect(graph.endOf(from), graph.endOf(to), EdgeKind.sync, row, 0);
      }
      continue;
    }
    graph.connect(graph.startOf(row), graph.endOf(row), EdgeKind.work, row);
    const stream = streamOf(row);
    const previous = last.get(stream);
    const waited = waitsFor.get(row);
    waitsFor.delete(row);
    if (waited !== undefined) graph.connect(graph.endOf(waited), graph.startOf(row), EdgeKind.sync, row, 0);
    const launcher = launchers[row] ?? -1;
    const launched = start[launcher] ?? 0;
    const before = (other: number | undefined, time: number): boolean =>
      other === undefined || (end[other] ?? 0) < time;
    if (
      graph.has(launcher) &&
      queue.atLaunch[row] === 1 &&
      queue.atStart[row] === 0 &&
      before(previous, launched) &&
      before(waited, launched)
    )
      graph.connect(graph.startOf(launcher), graph.startOf(row), EdgeKind.launchDelay, row);
    else if (previous !== undefined && before(waited, end[previous] ?? 0)) {
      const gap = (start[row] ?? 0) - (end[previous] ?? 0);
      if (gap < LONGEST_GAP)
        graph.connect(graph.endOf(previous), graph.startOf(row), EdgeKind.kernelGap, previous);
    }
    last.set(stream, row);
  }
};

/** For each device row the length of its stream's queue right after its launch and right after its start. */
const queueLengths = (
  selection: Selection,
): { readonly atLaunch: Int32Array; readonly atStart: Int32Array } => {
  const atLaunch = new Int32Array(selection.trace.slices.length).fill(-1);
  const atStart = new Int32Array(selection.trace.slices.length).fill(-1);
  for (const { row, isLaunch, length } of queueSeries(selection))
    for (let i = 0; i < row.length; i++)
      (isLaunch[i] === 1 ? atLaunch : atStart)[row[i] ?? 0] = length[i] ?? 0;
  return { atLaunch, atStart };
};
