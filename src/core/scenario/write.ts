import { dump } from 'js-yaml';
import type { Run } from '../models/model';
import { BUDGET_IDS, budgetKind, type BudgetId, type Measured } from './budgets';

/** What a new scenario is made of. */
export interface NewScenario {
  /** Config, relative to the scenario. */
  readonly file: string;
  readonly run: Pick<Run, 'batch' | 'input' | 'output'>;
  /** `h100` or `h100:8`. */
  readonly on: string;
  readonly zone?: string;
}

/** Those a service is usually held to; the others are there to be asked for. */
const FIRST_BUDGETS: ReadonlySet<BudgetId> = new Set([
  'gramsPer1000Tokens',
  'gramsPerRequest',
  'joulesPerToken',
  'secondsToFirstToken',
  'secondsPerToken',
  'secondsPerRequest',
  'memoryGB',
]);
const DIGITS = 2;

/** Up to two significant digits, never down: 0.1234 is 0.13. */
export const roundedUp = (value: number): number => {
  if (value === 0) return 0;
  const nearest = Number(value.toPrecision(DIGITS));
  const step = 10 ** (Math.floor(Math.log10(value)) - DIGITS + 1);
  return nearest >= value ? nearest : Number((nearest + step).toPrecision(DIGITS));
};

const budgetsOf = (measured: Measured): Readonly<Record<string, number>> => {
  const tokens = measured.workload.unit === 'token';
  return Object.fromEntries(
    BUDGET_IDS.flatMap((id) => {
      const { tokens: perToken, actual } = budgetKind(id);
      if (!FIRST_BUDGETS.has(id) || (perToken === true && !tokens)) return [];
      const value = actual(measured);
      return value === undefined ? [] : [[id, roundedUp(value)]];
    }),
  );
};

/** A scenario in YAML whose budgets are what its estimate takes now, rounded up: kept today, broken by a step back. */
export const scenarioText = (
  { file, run: { batch, input, output }, on, zone }: NewScenario,
  measured: Pick<Measured, 'estimate' | 'workload'>,
): string =>
  dump(
    {
      workload: { file, batch, input, output },
      deployment: { on },
      ...(zone === undefined ? {} : { site: { zone } }),
      budgets: budgetsOf(measured),
    },
    // YAML 1.2, as we read it: neither `on` nor Norway's `NO` is a truth value.
    { lineWidth: -1, noCompatMode: true },
  );
