import { estimate } from '../estimate/estimate';
import type { Deployment } from '../estimate/deployment';
import type { Estimate } from '../estimate/estimate-types';
import { withUncertainty } from '../estimate/uncertainty';
import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import type { Workload } from '../workload/workload';
import { METRICS, type Metric, metricOf } from './metrics';

export interface Comparison {
  readonly rows: readonly Estimate[];
  /** Accelerator id of the best row that fits, by each metric; absent where no row has it. */
  readonly best: Readonly<Partial<Record<Metric, string>>>;
}

/** The best of the rows that fit (of all, where none does). Ties go to the first. */
export const bestBy = (rows: readonly Estimate[], metric: Metric): Estimate | undefined => {
  const fitting = rows.filter(({ fits }) => fits);
  let best: { readonly row: Estimate; readonly cost: number } | undefined;
  for (const row of fitting.length > 0 ? fitting : rows) {
    const cost = metricOf(row, metric);
    if (cost !== undefined && (best === undefined || cost < best.cost)) best = { row, cost };
  }
  return best?.row;
};

/** One workload on several deployments side by side. Throws the Problem of the first deployment that cannot be. */
export const compare = (
  workload: Workload,
  deployments: readonly Deployment[],
  parts: Catalogue = catalogue(),
): Comparison => {
  const rows = deployments.map((deployment) => withUncertainty(estimate(workload, deployment, parts)));
  return {
    rows,
    best: Object.fromEntries(
      METRICS.flatMap((metric) => {
        const winner = bestBy(rows, metric)?.deployment.accelerator;
        return winner === undefined ? [] : [[metric, winner]];
      }),
    ),
  };
};
