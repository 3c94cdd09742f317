import { launchersOf } from '../launchers';
import { namesAmong, rowsNamed } from '../names';
import { sortRowsBy } from '../rows';
import type { Selection } from '../selection';
import { STREAM_WAITS, WAITING_CALLS } from './blocking-calls';
import { streamWaits } from './stream-waits';
import type { LastEvents, Synchronisations } from './synchronisation';

/** Calls after which something waits for the device. */
export interface WaitingCalls {
  /** That wait themselves, by their ends. */
  readonly host: Uint32Array;
  /** That let a stream wait, in file order. */
  readonly stream: Uint32Array;
}

export const waitingCalls = (selection: Selection): WaitingCalls => {
  const named = (names: ReadonlySet<string>): Uint32Array => {
    const wanted = namesAmong(selection, names);
    return wanted === undefined
      ? new Uint32Array(0)
      : rowsNamed(selection, selection.host, undefined, wanted);
  };
  return { host: sortRowsBy(named(WAITING_CALLS), selection.end), stream: named(STREAM_WAITS) };
};

/**
 * What waits for what where no `cuda_sync` events tell (PyTorch writes them only with `enable_cuda_sync_events`). A call that
 * waits goes on when something on the device ends, which was launched before it: of the last events on each stream the one that
 * ends last while the call waits; if none ends meanwhile, it waited for nothing. For streams see stream-waits.ts.
 */
export const impliedWaits = (
  selection: Selection,
  waiting: WaitingCalls,
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
    ofStreams: streamWaits(selection, waiting.stream),
    rows: waiting.host,
    of: (call) => {
      const from = endedLast(call);
      return from < 0 ? [] : [{ from, to: call }];
    },
  };
};
