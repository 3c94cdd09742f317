import type { Deployment } from '../estimate/deployment';
import type { Run } from '../models/model';
import type { SourceRange } from '../text/located';
import type { BudgetId, Prices, Traffic } from './budgets';
import type { LifePlan } from './life';
import type { FederatedPlan } from './plans/federated';
import type { PaybackPlan } from './plans/payback';
import type { SearchPlan } from './plans/search';
import type { ShiftPlan } from './plans/shift';

/** A limit that the estimate must not exceed, in the budget's own unit. */
export interface Budget {
  readonly id: BudgetId;
  readonly limit: number;
  /** Of the limit in the scenario's text. */
  readonly where: SourceRange;
}

/** A `*.wattlens.yaml` file: which workload runs where, how, and within which budgets. */
export interface Scenario {
  readonly name: string;
  /** Config or trace, relative to the scenario's folder. */
  readonly workload: { readonly file: string; readonly where: SourceRange };
  readonly run: Run;
  readonly deployment: Deployment;
  readonly traffic?: Traffic;
  readonly prices?: Prices;
  readonly life?: LifePlan;
  readonly shift?: ShiftPlan;
  readonly payback?: PaybackPlan;
  readonly search?: SearchPlan;
  readonly federated?: FederatedPlan;
  readonly budgets: readonly Budget[];
  /** Where the fields stand that were read, by dotted path. */
  readonly fields: ReadonlyMap<string, { readonly key: SourceRange; readonly value: SourceRange }>;
}
