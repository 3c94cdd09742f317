import { isDeviceWork, SliceKind } from '../../slice-kind';
import { launchersOf } from '../launchers';
import { RowIndex } from '../row-index';
import { countUntil, filterRows, groupRows, sortRowsBy } from '../rows';
import type { Selection } from '../selection';
import { rowsOfKind } from '../thread-order';

/** `to` goes on after `from` has ended: a device event after another, or a call on the host. */
export interface Wait {
  readonly from: number;
  readonly to: number;
}

export interface Synchronisations {
  /** Of device events, which are known from the beginning. */
  readonly ofStreams: readonly Wait[];
  /** `cuda_sync` events whose call is known, by their ends. */
  readonly rows: Uint32Array;
  /** What a sync event makes wait. */
  readonly of: (row: number) => readonly Wait[];
}

/** The last device events so far: on the stream of a row, or -1, and on each stream that has one. */
export interface LastEvents {
  readonly onStreamOf: (row: number) => number;
  readonly onStreams: () => Uint32Array;
}

/** The `cuda_sync` events that PyTorch writes with `enable_cuda_sync_events`, and the calls they belong to. */
export const synchronisations = (selection: Selection, last: LastEvents): Synchronisations => {
  const { slices, strings } = selection.trace;
  const { correlation, waitOnEventCorrelation, stream } = slices.args;
  const all = rowsOfKind(slices.kind, (kind) => kind === SliceKind.sync);
  const none = { ofStreams: [], rows: new Uint32Array(0), of: () => [] };
  if (all.length === 0) return none;
  const calls = callsByCorrelation(selection);
  const callOf = (row: number): number => calls.get(correlation.or(row, -1));
  // HTA leaves out what has no duration.
  const rows = filterRows(all, (row) => callOf(row) >= 0 && !Number.isNaN(selection.end[row] ?? NaN));
  if (rows.length === 0) return none;
  const launches = launchOrder(selection);
  const lastBefore = (sync: number): number => {
    const record = calls.get(waitOnEventCorrelation.or(sync, -1));
    if (record < 0) return -1;
    const onStream = launches.onStream(slices.args.waitOnStream.or(sync, -1));
    return launches.before(onStream, selection.start[record] ?? 0);
  };
  const of: Synchronisations['of'] = (row) => {
    const call = callOf(row);
    switch (strings.text(slices.name[row] ?? 0)) {
      case 'Context Sync':
        return Array.from(last.onStreams(), (from) => ({ from, to: call }));
      case 'Stream Sync': {
        const from = last.onStreamOf(row);
        return from < 0 ? [] : [{ from, to: call }];
      }
      case 'Event Sync': {
        const from = lastBefore(row);
        return from < 0 ? [] : [{ from, to: call }];
      }
      case 'Stream Wait Event': {
        const from = lastBefore(row);
        const onThread = launches.onThread(slices.track[call] ?? 0, stream.or(row, -1));
        const to = launches.after(onThread, selection.start[call] ?? 0);
        return from < 0 || to < 0 ? [] : [{ from, to }];
      }
      default:
        return [];
    }
  };
  return { ofStreams: [], rows: sortRowsBy(rows, selection.end), of };
};

/** The last host row of each correlation id. */
const callsByCorrelation = ({ trace, host }: Selection): RowIndex => {
  const { correlation } = trace.slices.args;
  const calls = new RowIndex(host, (row) => correlation.or(row, -1));
  for (let place = 0; place < host.length; place++) {
    const row = host[place] ?? 0;
    const id = correlation.or(row, NaN);
    if (id === id) calls.set(id, row);
  }
  return calls;
};

/** Device rows in order of their launches, by stream and by launching thread and stream. */
const launchOrder = (selection: Selection) => {
  const { args, track, kind } = selection.trace.slices;
  const launchers = launchersOf(selection);
  const launched = new Float64Array(selection.trace.slices.length);
  const linked = filterRows(
    selection.device,
    (row) => isDeviceWork(kind[row] ?? 0) && (launchers[row] ?? -1) >= 0,
  );
  for (const row of linked) launched[row] = selection.start[launchers[row] ?? 0] ?? 0;
  const byStream = groupRows(sortRowsBy(linked, launched), (row) => args.stream.or(row, -1));
  const none = new Uint32Array(0);
  const onStream = (stream: number): Uint32Array => byStream.get(stream) ?? none;
  const byThread = new Map<string, Uint32Array>();
  const onThread = (thread: number, stream: number): Uint32Array => {
    const key = `${thread}/${stream}`;
    let own = byThread.get(key);
    if (own === undefined)
      byThread.set(key, (own = filterRows(onStream(stream), (row) => track[launchers[row] ?? 0] === thread)));
    return own;
  };
  return {
    onStream,
    onThread,
    before: (of: Uint32Array, time: number): number =>
      of[countUntil(of, (row) => (launched[row] ?? 0) <= time) - 1] ?? -1,
    after: (of: Uint32Array, time: number): number =>
      of[countUntil(of, (row) => (launched[row] ?? 0) < time)] ?? -1,
  };
};
