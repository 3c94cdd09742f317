import type { Address, Loops } from '../../loops/loops';
import { launchersOf } from '../launchers';
import type { QueueSeries } from '../queue';
import type { Selection } from '../selection';
import { impliedWaits, type WaitingCalls } from './implied-waits';
import { type LastEvents, synchronisations } from './synchronisation';

/** Rows in the loops' memory. */
export interface RowsAt {
  readonly at: Address;
  readonly length: number;
}

/** HTA's rules, by the queues of the streams; or ours, by the calls that wait (see `waitingCalls`). */
export type Rules = { readonly queues: readonly QueueSeries[] } | { readonly waiting: WaitingCalls };

/**
 * The device's part of the graph (HTA, critical_path_analysis.py:1219-1439): an event starts because it was just launched
 * onto an empty stream, or because the one before it on the stream or one it waited for ended; the host goes on from
 * a synchronisation when what it waited for has ended.
 * @param rows on the device by start
 */
export const connectDevice = (selection: Selection, loops: Loops, rows: RowsAt, rules: Rules): void => {
  const { calls } = loops;
  const { stream } = selection.trace.slices.args;
  const launchers = launchersOf(selection);
  const isHta = 'queues' in rules;
  if (isHta) followQueues(loops, rules.queues);
  calls.beginDevice(rows.at, rows.length, loops.putColumn(stream), isHta);
  const last: LastEvents = {
    onStreamOf: calls.lastOnStreamOf,
    onStreams: () => loops.rows(calls.lastOnStream.value, calls.streams.value),
  };
  const told = synchronisations(selection, last);
  const syncs = isHta || told.rows.length > 0 ? told : impliedWaits(selection, rules.waiting, last);
  for (const { from, to } of syncs.ofStreams) calls.letWait(to, from);
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

/** Follows the streams' queues: which device rows were alone right after their launch, and left nothing when they started. */
const followQueues = (loops: Loops, queues: readonly QueueSeries[]): void => {
  loops.calls.beginQueues();
  for (const { row, isLaunch, length } of queues)
    loops.calls.followQueue(loops.put(row), loops.put(isLaunch), loops.put(length), row.length);
};
