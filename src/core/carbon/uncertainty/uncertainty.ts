import type { Range } from '../../units/range';
import { quantilesOf } from './distribution';
import { seeded } from './random';

/** One uncertain number that a result rests on. */
export interface UncertainInput {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly range: Range<number>;
  /** Inputs of one group move together (the same draw); all others are independent. */
  readonly group?: string;
}

export type Values = ReadonlyMap<string, number>;

/** A result as a function of uncertain inputs. It must be pure. */
export interface UncertainModel {
  readonly inputs: readonly UncertainInput[];
  readonly result: (values: Values) => number;
  /** Parts of the result, or what it is made from, to be told apart. */
  readonly parts?: Readonly<Record<string, (values: Values) => number>>;
}

const valuesAt = (inputs: readonly UncertainInput[], pick: (input: UncertainInput) => number): Values =>
  new Map(inputs.map((input) => [input.id, pick(input)]));

/** One bar of a tornado chart: the result with this input at its ends and all others at their best estimate. */
export interface TornadoBar {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly range: Range<number>;
  readonly atLow: number;
  readonly atHigh: number;
}

/** What matters most first. Inputs without a spread are left out. */
export const tornado = ({ inputs, result }: UncertainModel): TornadoBar[] =>
  inputs
    .filter(({ range }) => range.low !== range.high)
    .map((input): TornadoBar => {
      const at = (value: number) =>
        result(valuesAt(inputs, (other) => (other.id === input.id ? value : other.range.mid)));
      const { id, label, unit, range } = input;
      return { id, label, unit, range, atLow: at(range.low), atHigh: at(range.high) };
    })
    .sort((a, b) => Math.abs(b.atHigh - b.atLow) - Math.abs(a.atHigh - a.atLow));

/** Of the draws of one result. */
export interface Percentiles {
  readonly mean: number;
  /** Fifth, fiftieth and ninety-fifth percentile. */
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

export interface MonteCarlo extends Percentiles {
  readonly samples: number;
  readonly seed: number;
  /** Of each part that the model names. */
  readonly parts: Readonly<Record<string, Percentiles>>;
}

const SAMPLES = 10_000;
const SEED = 20_240_229;

/**
 * The distribution of a result and of its parts when the inputs are drawn from their ranges; independent but for those
 * of one group. The same seed gives the same result.
 */
export const monteCarlo = (
  { inputs, result, parts = {} }: UncertainModel,
  { samples = SAMPLES, seed = SEED }: { readonly samples?: number; readonly seed?: number } = {},
): MonteCarlo => {
  const random = seeded(seed);
  const groups = [...new Set(inputs.map(({ id, group = id }) => group))];
  const drawn = inputs.map(({ id, group = id, range }) => ({
    id,
    group: groups.indexOf(group),
    at: quantilesOf(range),
  }));
  const shares = new Float64Array(groups.length);
  const values = new Map<string, number>();
  const results = new Float64Array(samples);
  const ofParts = Object.entries(parts).map(
    ([name, part]) => [name, part, new Float64Array(samples)] as const,
  );
  for (let i = 0; i < samples; i++) {
    for (let group = 0; group < shares.length; group++) shares[group] = random();
    for (const { id, group, at } of drawn) values.set(id, at(shares[group] ?? NaN));
    results[i] = result(values);
    for (const [, part, draws] of ofParts) draws[i] = part(values);
  }
  return {
    samples,
    seed,
    ...percentiles(results),
    parts: Object.fromEntries(ofParts.map(([name, , draws]) => [name, percentiles(draws)])),
  };
};

const percentiles = (draws: Float64Array): Percentiles => {
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  draws.sort();
  const at = (share: number): number => draws[Math.round(share * (draws.length - 1))] ?? NaN;
  return { mean, p5: at(0.05), p50: at(0.5), p95: at(0.95) };
};
