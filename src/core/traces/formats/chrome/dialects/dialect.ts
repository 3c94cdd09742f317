import type { Trace } from '../../../columns';

/** Who wrote Chrome trace events, and what their categories, processes and threads mean. */
export interface Dialect {
  /** The trace's format. */
  readonly id: string;
  readonly knows: (trace: Trace) => boolean;
  /** The same trace with the kinds of its slices told. */
  readonly adapt: (trace: Trace) => Trace;
}

/** The trace with other kinds, given per row. */
export const withKinds = (trace: Trace, kindOf: (row: number) => number): Trace => ({
  ...trace,
  slices: { ...trace.slices, kind: trace.slices.kind.map((_, row) => kindOf(row)) },
});
