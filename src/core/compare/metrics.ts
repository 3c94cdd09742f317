import type { Estimate } from '../estimate/estimate-types';
import type { Figures } from '../estimate/figures';

/** What deployments are compared by. */
export const METRICS = ['latency', 'throughput', 'energy', 'carbon'] as const;
export type Metric = (typeof METRICS)[number];

/** What the points of a sweep are ranked by: also the two latencies of serving, energy × delay, and money. */
export const DESIGN_METRICS = [...METRICS, 'ttft', 'tpot', 'edp', 'cost'] as const;
export type DesignMetric = (typeof DESIGN_METRICS)[number];

export const isDesignMetric = (name: unknown): name is DesignMetric =>
  DESIGN_METRICS.some((metric) => metric === name);

/**
 * A figure of which less is better: request latency (s), the inverse of throughput (s per unit), board energy (J per
 * unit), total carbon (g per unit). Undefined where the estimate does not know it.
 */
export const metricOf = (
  { latency, throughput, energy, carbon }: Estimate,
  metric: Metric,
): number | undefined => {
  switch (metric) {
    case 'latency':
      return latency?.request;
    case 'throughput':
      return 1 / throughput.unitsPerSecond;
    case 'energy':
      return energy?.joulesPerUnit;
    case 'carbon':
      return carbon.total?.mid;
  }
};

/** The same of a design point, less is better on each: `edp` in J·s per request, `cost` in dollars per unit. */
export const figureOf = (figures: Figures, metric: DesignMetric): number | undefined => {
  switch (metric) {
    case 'latency':
      return figures.latency;
    case 'throughput':
      return 1 / figures.unitsPerSecond;
    case 'energy':
      return figures.joulesPerUnit;
    case 'carbon':
      return figures.gramsPerUnit;
    case 'ttft':
      return figures.ttft;
    case 'tpot':
      return figures.tpot;
    case 'edp':
      return figures.jouleSeconds;
    case 'cost':
      return figures.dollarsPerUnit;
  }
};
