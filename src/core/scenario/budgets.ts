import type { Life } from '../carbon/life/whole-life';
import type { Estimate } from '../estimate/estimate-types';
import { JOULES_PER_KILOWATT_HOUR, SECONDS_PER_HOUR } from '../units/quantity';
import type { Workload } from '../workload/workload';

/** How much is asked of a deployment. */
export interface Traffic {
  /** Requests of the run that budgets "per run" are about; one batch unless given. */
  readonly requests?: number;
  /** Requests that one user makes, for carbon per user. */
  readonly requestsPerUser?: number;
}

/** What accelerators cost, in whatever currency the budgets are in. */
export interface Prices {
  readonly perAcceleratorHour: number;
}

/** What a budget is measured on. */
export interface Measured {
  readonly estimate: Estimate;
  readonly workload: Workload;
  readonly traffic?: Traffic | undefined;
  readonly prices?: Prices | undefined;
  readonly life?: Life | undefined;
}

interface BudgetKind {
  readonly label: string;
  readonly unit: string;
  /** Only for workloads that yield tokens. */
  readonly tokens?: true;
  /** Section of the scenario without which it is not known. */
  readonly needs?: 'prices' | 'life';
  /** In the budget's unit; undefined where it is not known. */
  readonly actual: (measured: Measured) => number | undefined;
}

const BYTES_PER_GB = 1e9;
const THOUSAND = 1000;
const GRAMS_PER_TONNE = 1e6;

const requestsOf = ({ traffic, workload }: Measured): number => traffic?.requests ?? workload.batch;
const unitsPerRequest = ({ workload }: Measured): number => workload.units / workload.batch;
const times = (value: number | undefined, factor: number): number | undefined =>
  value === undefined ? undefined : value * factor;

const costPerUnit = ({ estimate, prices }: Measured): number | undefined => {
  const { unitsPerSecond } = estimate.throughput;
  return times(prices?.perAcceleratorHour, estimate.deployment.count / unitsPerSecond / SECONDS_PER_HOUR);
};

/** Every budget by its key in a scenario; the key names the unit. Carbon and energy are those of the whole site. */
export const BUDGETS = {
  gramsPer1000Tokens: {
    label: 'carbon per 1,000 tokens',
    unit: 'gCO2e',
    tokens: true,
    actual: ({ estimate }) => times(estimate.carbon.total?.mid, THOUSAND),
  },
  gramsPerRequest: {
    label: 'carbon per request',
    unit: 'gCO2e',
    actual: (measured) => times(measured.estimate.carbon.total?.mid, unitsPerRequest(measured)),
  },
  kilowattHoursPerRun: {
    label: 'energy per run',
    unit: 'kWh',
    actual: (measured) =>
      times(
        measured.estimate.facility?.joulesPerUnit,
        (unitsPerRequest(measured) * requestsOf(measured)) / JOULES_PER_KILOWATT_HOUR,
      ),
  },
  joulesPerToken: {
    label: 'energy per token',
    unit: 'J',
    tokens: true,
    actual: ({ estimate }) => estimate.facility?.joulesPerUnit,
  },
  secondsToFirstToken: {
    label: 'time to first token',
    unit: 's',
    tokens: true,
    actual: ({ estimate }) => estimate.latency?.ttft,
  },
  secondsPerToken: {
    label: 'time per output token',
    unit: 's',
    tokens: true,
    actual: ({ estimate }) => estimate.latency?.tpot,
  },
  secondsPerRequest: {
    label: 'time per request',
    unit: 's',
    actual: ({ estimate }) => estimate.latency?.request,
  },
  memoryGB: {
    label: 'memory',
    unit: 'GB',
    actual: ({ estimate }) => times(estimate.memory?.total, 1 / BYTES_PER_GB),
  },
  costPer1000Tokens: {
    label: 'cost per 1,000 tokens',
    unit: '',
    tokens: true,
    needs: 'prices',
    actual: (measured) => times(costPerUnit(measured), THOUSAND),
  },
  costPerRequest: {
    label: 'cost per request',
    unit: '',
    needs: 'prices',
    actual: (measured) => times(costPerUnit(measured), unitsPerRequest(measured)),
  },
  tonnesPerLife: {
    label: 'carbon over its life',
    unit: 't CO2e',
    needs: 'life',
    actual: ({ life }) => times(life?.total.mid, 1 / GRAMS_PER_TONNE),
  },
} as const satisfies Record<string, BudgetKind>;

export type BudgetId = keyof typeof BUDGETS;
export const BUDGET_IDS = Object.keys(BUDGETS) as readonly BudgetId[];
export const budgetKind = (id: BudgetId): BudgetKind => BUDGETS[id];
