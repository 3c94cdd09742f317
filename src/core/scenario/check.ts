import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import { Problem } from '../problem';
import type { SourceRange } from '../text/located';
import { type BudgetId, budgetKind, type Measured } from './budgets';
import { type Living, scenarioLife } from './life';
import type { Budget, Scenario } from './scenario';

/** One budget held against the estimate. What is not known does not pass. */
export interface CheckResult {
  readonly scenario: string;
  readonly budget: BudgetId;
  readonly label: string;
  readonly unit: string;
  readonly limit: number;
  /** Absent where the estimate does not know it. */
  readonly actual?: number;
  readonly ok: boolean;
  /** One sentence that says it all. */
  readonly message: string;
  readonly where: SourceRange;
}

/**
 * Holds every budget of a scenario against the estimate of its workload.
 * @throws Problem for a budget per token on a workload that yields something else.
 */
export const checkScenario = (
  scenario: Scenario,
  measured: Living,
  parts: Catalogue = catalogue(),
): CheckResult[] => {
  const { traffic, prices } = scenario;
  const life = scenario.life === undefined ? undefined : scenarioLife(scenario.life, measured, parts);
  return scenario.budgets.map((budget) => check(scenario, budget, { ...measured, traffic, prices, life }));
};

const check = (scenario: Scenario, { id, limit, where }: Budget, measured: Measured): CheckResult => {
  const { label, unit, tokens, needs, actual: measure } = budgetKind(id);
  const { workload } = measured;
  if (tokens === true && workload.unit !== 'token') {
    throw new Problem(
      `budgets.${id} is per token, but ${workload.name} yields ${workload.unit}s; expected a budget per request`,
    );
  }
  const actual = measure(measured);
  const ok = actual !== undefined && actual <= limit;
  const why =
    needs !== undefined && scenario[needs] === undefined
      ? `give the scenario a section ${needs}`
      : 'the estimate does not know it';
  return {
    scenario: scenario.name,
    budget: id,
    label,
    unit,
    limit,
    ...(actual === undefined ? {} : { actual }),
    ok,
    message: messageOf(label, unit, limit, actual, why),
    where,
  };
};

const DIGITS = 4;

const messageOf = (
  label: string,
  unit: string,
  limit: number,
  actual: number | undefined,
  why: string,
): string => {
  const shown = (value: number) => `${Number(value.toPrecision(DIGITS))}${unit === '' ? '' : ` ${unit}`}`;
  if (actual === undefined) return `${label}: unknown, budget ${shown(limit)}; ${why}`;
  const percent =
    limit === 0 ? '' : ` (${actual > limit ? '+' : ''}${((actual / limit - 1) * 100).toFixed(1)} %)`;
  return `${label}: ${shown(actual)}, budget ${shown(limit)}${percent}`;
};
