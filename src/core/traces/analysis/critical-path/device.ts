import type { Address, Loops } from '../../loops/loops';
import { launchersOf } from '../launchers';
import { queueSeries } from '../queue';
import type { Selection } from '../selection';
import { synchronisations } from './synchronisation';

/** Rows in the loops' memory. */
export interface RowsAt {
  readonly at: Address;
  readonly length: number;
}

/**
 * The device's part of the graph (HTA, critical_path_analysis.py:1219-1439): an event starts because it was just launched
 * onto an empty stream, or because the one before it on the stream or one it waited for ended; the host goes on from
 * a synchronisation when what it waited for has ended.
 * @param rows on the device by start @param isFirst see `firstInQueue`
 */
export const connectDevice = (
  selection: Selection,
  loops: Loops,
  rows: RowsAt,
  isFirst: Uint8Array,
): void => {
  const { calls } = loops;
  const { stream } = selection.trace.slices.args;
  const launchers = launchersOf(selection);
  calls.beginDevice(rows.at, rows.length, loops.putColumn(stream), loops.put(isFirst));
  const syncs = synchronisations(selection, {
    onStreamOf: calls.lastOnStreamOf,
    onStreams: () => loops.rows(calls.lastOnStream.value, calls.streams.value),
  });
  for (const sync of syncs.rows) {
    calls.passUntil(selection.end[sync] ?? 0);
    for (const { from, to } of syncs.of(sync)) {
      if (to < 0) continue;
      if ((launchers[to] ?? -1) >= 0) calls.letWait(to, from);
      else calls.letReturn(to, from, sync);
    }
  }
  calls.passUntil(Infinity);
};

/** Whether a device row was alone in its stream's queue right after its launch, and left it empty when it started. */
export const firstInQueue = (selection: Selection): Uint8Array => {
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
