/**
 * What the view itself remembers while it is hidden and over restarts: where the reader was, never numbers.
 * What comes back was written by any version of us, so each field is checked.
 */
import { isRecord } from '../src/protocol/rpc';
import type { RestorableState } from '../src/protocol/panel-state';

export interface Sort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

interface Saved {
  readonly tab?: string;
  readonly sorts: Readonly<Record<string, Sort>>;
  /** The metric chosen in a panel, by panel. */
  readonly metrics: Readonly<Record<string, string>>;
}

/** The part of `acquireVsCodeApi()` that keeps state. */
export interface StateStore {
  getState(): unknown;
  setState(state: unknown): void;
}

export interface SavedState {
  /** So that the host can restore the panel. */
  setUri(uri: string): void;
  tab(): string | undefined;
  setTab(tab: string): void;
  sort(table: string): Sort | undefined;
  setSort(table: string, sort: Sort): void;
  metric(panel: string): string | undefined;
  setMetric(panel: string, metric: string): void;
}

export const createSavedState = (store: StateStore): SavedState => {
  let state: Saved & Partial<RestorableState> = read(store.getState());
  const change = (part: Partial<typeof state>): void => {
    state = { ...state, ...part };
    store.setState(state);
  };
  return {
    setUri: (uri) => change({ uri }),
    tab: () => state.tab,
    setTab: (tab) => change({ tab }),
    sort: (table) => state.sorts[table],
    setSort: (table, sort) => change({ sorts: { ...state.sorts, [table]: sort } }),
    metric: (panel) => state.metrics[panel],
    setMetric: (panel, metric) => change({ metrics: { ...state.metrics, [panel]: metric } }),
  };
};

const read = (value: unknown): Saved => {
  if (!isRecord(value)) return { sorts: {}, metrics: {} };
  const tab = value['tab'];
  return {
    ...(typeof tab === 'string' ? { tab } : {}),
    sorts: entriesOf(value['sorts'], isSort),
    metrics: entriesOf(value['metrics'], (metric) => typeof metric === 'string'),
  };
};

const isSort = (value: unknown): value is Sort =>
  isRecord(value) &&
  typeof value['column'] === 'string' &&
  (value['direction'] === 'ascending' || value['direction'] === 'descending');

const entriesOf = <T>(value: unknown, guard: (entry: unknown) => entry is T): Readonly<Record<string, T>> => {
  const entries: Record<string, T> = {};
  if (isRecord(value)) {
    for (const [name, entry] of Object.entries(value)) if (guard(entry)) entries[name] = entry;
  }
  return entries;
};
