import type { Estimate } from '../estimate/estimate-types';

/** What deployments are compared by. */
export const METRICS = ['latency', 'throughput', 'energy', 'carbon'] as const;
export type Metric = (typeof METRICS)[number];

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
