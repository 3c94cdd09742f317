import { launchersOf } from '../launchers';
import { namesAmong, rowsNamed } from '../names';
import { sortRowsBy } from '../rows';
import type { Selection } from '../selection';
import { WAITING_CALLS } from './blocking-calls';
import type { LastEvents, Synchronisations } from './synchronisation';

/** The calls that wait for the device, by their ends. */
export const waitingCalls = (selection: Selection): Uint32Array => {
  const wanted = namesAmong(selection, WAITING_CALLS);
  if (wanted === undefined) return new Uint32Array(0);
  return sortRowsBy(rowsNamed(selection, selection.host, undefined, wanted), selection.end);
};

/**
 * What calls wait for where no `cuda_sync` events tell (PyTorch writes them only with `enable_cuda_sync_events`): a call that
 * waits goes on when something on the device ends, which was launched before. Of the last events on each stream that
 * is the one that ends last while the call waits; if none ends meanwhile, the call waited for nothing.
 */
export const impliedWaits = (
  selection: Selection,
  waiting: Uint32Array,
  last: LastEvents,
): Synchronisations => {
  const { start, end } = selection;
  const launchers = launchersOf(selection);
  const endedLast = (call: number): number => {
    let found = -1;
    let latest = start[call] ?? Infinity;
    for (const row of last.onStreams()) {
      const ended = end[row] ?? Infinity;
      const launched = start[launchers[row] ?? -1] ?? Infinity;
      if (!(ended > latest && ended <= (end[call] ?? 0) && launched <= (start[call] ?? 0))) continue;
      found = row;
      latest = ended;
    }
    return found;
  };
  return {
    rows: waiting,
    of: (call) => {
      const from = endedLast(call);
      return from < 0 ? [] : [{ from, to: call }];
    },
  };
};
