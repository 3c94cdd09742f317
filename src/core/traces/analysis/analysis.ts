import type { Selection } from './selection';

/** What part of a trace is looked at; see `windows/`. */
export const TRACE_WINDOWS = ['all', 'steps', 'hta'] as const;
export type TraceWindow = (typeof TRACE_WINDOWS)[number];

/**
 * A question to a trace: a pure function of its columns. Results are in SI base units; `undefined` where the trace
 * has nothing for it (no device events, no memory events …).
 */
export interface Analysis<Id extends string, Result> {
  readonly id: Id;
  readonly run: (selection: Selection) => Result | undefined;
}
