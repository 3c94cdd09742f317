import type { EngineTerm } from '../../src/core/hardware/performance/engines';
import { logError } from '../validate/stats';
import { minimise } from './simplex';
import { type Prepared, type Terms, timeError } from './prepare';

/** A coefficient to fit: where the search starts, and between which bounds it is plausible. */
export interface Free {
  readonly term: EngineTerm;
  readonly start: number;
  readonly low: number;
  readonly high: number;
}

/** A group of rows fitted together: one engine, on some families. */
export interface Group {
  readonly name: string;
  readonly free: readonly Free[];
  readonly rows: (prepared: Prepared) => boolean;
}

/** Maps the real line onto the bounds, evenly in the logarithm. */
const inBounds = ({ low, high }: Free, u: number): number => low * (high / low) ** (1 / (1 + Math.exp(-u)));
const outOfBounds = ({ start, low, high }: Free): number => {
  const share = Math.log(start / low) / Math.log(high / low);
  return Math.log(share / (1 - share));
};

export const termsAt = (free: readonly Free[], x: readonly number[]): Terms =>
  Object.fromEntries(free.map((one, i) => [one.term, inBounds(one, x[i] ?? 0)]));

/** Mean of the sets' mean absolute log errors, each capped so that a few broken rows do not steer. */
const loss = (rows: readonly Prepared[], terms: Terms): number => {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const row of rows) {
    const { set, platform } = row.question;
    const key = `${set} ${platform.split(' × ')[1] ?? platform}`;
    const entry = sums.get(key) ?? { sum: 0, count: 0 };
    entry.sum += Math.min(0.7, Math.abs(timeError(row, terms)));
    entry.count++;
    sums.set(key, entry);
  }
  const means = [...sums.values()].map(({ sum, count }) => sum / count);
  return means.reduce((a, b) => a + b, 0) / means.length;
};

/** A simplex of many coefficients may collapse before it is at the bottom: it is spread out again from where it stopped. */
const ROUNDS = 4;

export const fitTerms = ({ free }: Group, rows: readonly Prepared[], evaluations: number): Terms => {
  let x: readonly number[] = free.map(outOfBounds);
  for (let round = 0; round < ROUNDS; round++)
    x = minimise((at) => loss(rows, termsAt(free, at)), x, 0.8, evaluations / ROUNDS).x;
  return termsAt(free, x);
};

/** A row and the coefficients fitted without its model. */
export interface HeldOut {
  readonly row: Prepared;
  readonly terms: Terms;
}

/** Each model's rows with coefficients fitted on the other models' rows. */
export const heldOut = (group: Group, rows: readonly Prepared[], evaluations: number): readonly HeldOut[] =>
  [...new Set(rows.map(({ question }) => question.config))].flatMap((config) => {
    const others = rows.filter(({ question }) => question.config !== config);
    const terms = fitTerms(group, others, evaluations);
    return rows.filter(({ question }) => question.config === config).map((row) => ({ row, terms }));
  });

export const inSample = (
  rows: readonly Prepared[],
  terms: Terms,
): { readonly median: number; readonly p90: number } => {
  const ratios = rows.map((row) => Math.exp(timeError(row, terms)));
  return { median: logError(ratios, 0.5), p90: logError(ratios, 0.9) };
};
