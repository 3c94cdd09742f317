import type { Range } from '../../units/range';
import { quantile } from './distribution';
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

export interface MonteCarlo {
  readonly samples: number;
  readonly seed: number;
  readonly mean: number;
  /** Fifth, fiftieth and ninety-fifth percentile. */
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

const SAMPLES = 10_000;
const SEED = 20_240_229;

/**
 * The distribution of a result when its inputs are drawn from their ranges; independent but for those of one group.
 * The same seed gives the same result.
 */
export const monteCarlo = (
  { inputs, result }: UncertainModel,
  { samples = SAMPLES, seed = SEED }: { readonly samples?: number; readonly seed?: number } = {},
): MonteCarlo => {
  const random = seeded(seed);
  const results = new Float64Array(samples);
  for (let i = 0; i < samples; i++) {
    const draws = new Map<string, number>();
    results[i] = result(
      valuesAt(inputs, ({ id, group = id, range }) => {
        const draw = draws.get(group) ?? random();
        draws.set(group, draw);
        return quantile(range, draw);
      }),
    );
  }
  results.sort();
  const at = (share: number): number => results[Math.round(share * (samples - 1))] ?? NaN;
  const mean = results.reduce((sum, value) => sum + value, 0) / samples;
  return { samples, seed, mean, p5: at(0.05), p50: at(0.5), p95: at(0.95) };
};
