/** How a value came to be known. */
export type ValueKind = 'datasheet' | 'measured' | 'derived' | 'standard' | 'user';

/** A catalogue value with where it comes from. `low` and `high` bound it where the truth is a range. */
export interface Sourced<Q extends number> {
  readonly value: Q;
  readonly low?: Q | undefined;
  readonly high?: Q | undefined;
  readonly kind: ValueKind;
  readonly source: string;
  readonly year?: number | undefined;
  /** What the value holds for, e.g. "bare, no context". */
  readonly note?: string | undefined;
  /** Widely quoted, but no primary source was read for it. */
  readonly unverified?: boolean | undefined;
}

/**
 * One input an estimate rests on. Estimates list every one they used, so that a reader can check or
 * replace it. `id` is stable (`grid.intensity`, `power.idle`), `unit` is as printed (`gCO2e/kWh`).
 */
export interface Assumption {
  readonly id: string;
  readonly value: number | string;
  readonly unit: string;
  readonly source: string;
  readonly low?: number;
  readonly high?: number;
  /** Of the datum, or of its publication. */
  readonly year?: number;
  /** Under which the source stands: an SPDX id, `cited` for a single quoted figure, `own` for what the user gave. */
  readonly licence?: string;
  readonly note?: string;
}
