import { powerOf } from '../../src/core/hardware/power';
import { logError } from '../validate/stats';
import { type Prepared, run, type Terms } from './prepare';
import { minimise } from './simplex';

/** Shares of power.yaml, where the equation is written. */
export interface Shares {
  readonly active: number;
  readonly compute: number;
  readonly memory: number;
  readonly network: number;
}

export interface PowerRow {
  readonly prepared: Prepared;
  readonly measured: number;
  readonly config: string;
  readonly idle: number;
  readonly tdp: number;
  readonly passes: readonly {
    readonly busy: number;
    readonly compute: number;
    readonly memory: number;
    readonly network?: number;
    readonly seconds: number;
  }[];
}

/** A row with measured power, its activity as the time model has it. Undefined where it is not of the family. */
export const powerRow = (one: Prepared, family: string, terms: Terms = {}): PowerRow | undefined => {
  const { watts } = one.question.measured;
  const outcome = run(one, terms).at(-1);
  const model = outcome === undefined ? undefined : powerOf(outcome.part);
  if (watts === undefined || outcome === undefined || model === undefined || outcome.part.family !== family)
    return undefined;
  return {
    prepared: one,
    measured: watts / one.question.deployment.count,
    config: one.question.config,
    idle: model.idle.mid,
    tdp: model.tdp.mid,
    passes: outcome.passes.map(({ activity, seconds }) => ({ ...activity, seconds })),
  };
};

/** All of a family, with the present coefficients of time. */
export const powerRows = (prepared: readonly Prepared[], family: string): readonly PowerRow[] =>
  prepared.flatMap((one) => powerRow(one, family) ?? []);

/** Watts of one board. */
export const wattsOf = (
  { idle, tdp, passes }: PowerRow,
  { active, compute, memory, network }: Shares,
  exponent: number,
): number => {
  let energy = 0;
  let time = 0;
  for (const pass of passes) {
    const apart = pass.network ?? 0;
    const share =
      apart * network +
      (1 - apart) * (active * pass.busy + compute * pass.compute ** exponent + memory * pass.memory);
    energy += pass.seconds * (idle + (tdp - idle) * Math.min(1, share));
    time += pass.seconds;
  }
  return energy / time;
};

/**
 * Few rows load memory without running all the time, so that `active` and `memory` cannot be told apart by them: memory is kept
 * above what copying at full bandwidth draws.
 */
const LEAST_MEMORY = 0.35;

const sharesAt = (x: readonly number[]): Shares => ({
  active: Math.abs(x[0] ?? 0),
  compute: Math.abs(x[1] ?? 0),
  memory: LEAST_MEMORY + Math.abs(x[2] ?? 0),
  network: Math.abs(x[3] ?? 0),
});

export const fitShares = (rows: readonly PowerRow[], exponent: number): Shares => {
  const loss = (x: readonly number[]): number => {
    const shares = sharesAt(x);
    return (
      rows.reduce(
        (sum, row) => sum + Math.min(0.7, Math.abs(Math.log(wattsOf(row, shares, exponent) / row.measured))),
        0,
      ) / rows.length
    );
  };
  return sharesAt(minimise(loss, [0.1, 1, 0.3, 0.3], 0.2, 800).x);
};

export const powerError = (
  rows: readonly PowerRow[],
  shares: Shares,
  exponent: number,
): { readonly median: number; readonly p90: number } => {
  const ratios = rows.map((row) => wattsOf(row, shares, exponent) / row.measured);
  return { median: logError(ratios, 0.5), p90: logError(ratios, 0.9) };
};

/** Shares fitted without each model in turn, by config. */
export const heldOutShares = (rows: readonly PowerRow[], exponent: number): ReadonlyMap<string, Shares> =>
  new Map(
    [...new Set(rows.map(({ config }) => config))].map((config) => [
      config,
      fitShares(
        rows.filter((row) => row.config !== config),
        exponent,
      ),
    ]),
  );
