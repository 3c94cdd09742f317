import { powerOf } from '../../src/core/hardware/power';
import { logError } from '../validate/stats';
import { type Prepared, run } from './prepare';
import { minimise } from './simplex';

/** Shares of power.yaml, where the equation is written. */
export interface Shares {
  readonly active: number;
  readonly compute: number;
  readonly memory: number;
  readonly network: number;
}

interface Row {
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

/** Rows with measured power, their activity as the time model with the present coefficients has it. */
export const powerRows = (prepared: readonly Prepared[], family: string): readonly Row[] =>
  prepared.flatMap((one): readonly Row[] => {
    const { watts } = one.question.measured;
    const outcome = run(one, {}).at(-1);
    const model = outcome === undefined ? undefined : powerOf(outcome.part);
    if (watts === undefined || outcome === undefined || model === undefined || outcome.part.family !== family)
      return [];
    return [
      {
        measured: watts / one.question.deployment.count,
        config: one.question.config,
        idle: model.idle.mid,
        tdp: model.tdp.mid,
        passes: outcome.passes.map(({ activity, seconds }) => ({ ...activity, seconds })),
      },
    ];
  });

const predicted = (
  { idle, tdp, passes }: Row,
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

export const fitShares = (rows: readonly Row[], exponent: number): Shares => {
  const loss = (x: readonly number[]): number => {
    const shares = sharesAt(x);
    return (
      rows.reduce(
        (sum, row) =>
          sum + Math.min(0.7, Math.abs(Math.log(predicted(row, shares, exponent) / row.measured))),
        0,
      ) / rows.length
    );
  };
  return sharesAt(minimise(loss, [0.1, 1, 0.3, 0.3], 0.2, 800).x);
};

export const powerError = (
  rows: readonly Row[],
  shares: Shares,
  exponent: number,
): { readonly median: number; readonly p90: number } => {
  const ratios = rows.map((row) => predicted(row, shares, exponent) / row.measured);
  return { median: logError(ratios, 0.5), p90: logError(ratios, 0.9) };
};

/** Error of each model's rows with shares fitted on the others'. */
export const heldOutPower = (
  rows: readonly Row[],
  exponent: number,
): { readonly median: number; readonly p90: number } => {
  const ratios: number[] = [];
  for (const config of new Set(rows.map((row) => row.config))) {
    const shares = fitShares(
      rows.filter((row) => row.config !== config),
      exponent,
    );
    for (const row of rows)
      if (row.config === config) ratios.push(predicted(row, shares, exponent) / row.measured);
  }
  return { median: logError(ratios, 0.5), p90: logError(ratios, 0.9) };
};
