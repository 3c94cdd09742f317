import type { Deployment } from '../estimate/deployment';
import { type Figures, figuresOf } from '../estimate/figures';
import { siteOf } from '../estimate/site';
import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import { Problem } from '../problem';
import type { Workload } from '../workload/workload';

/** A workload on a number of accelerators, or why it cannot be divided over them. */
export type ScalingPoint =
  | {
      readonly count: number;
      readonly figures: Figures;
      /** Throughput over that of the smallest count that can be. */
      readonly speedup: number;
      /** Speedup over the growth in accelerators: 1 is perfect. */
      readonly efficiency: number;
    }
  | { readonly count: number; readonly reason: string };

/** One workload on growing numbers of accelerators (1 to 64, say), the rest of the deployment unchanged. */
export const scaling = (
  workload: Workload,
  deployment: Deployment,
  counts: readonly number[],
  parts: Catalogue = catalogue(),
): readonly ScalingPoint[] => {
  let first: { readonly count: number; readonly unitsPerSecond: number } | undefined;
  return [...counts]
    .sort((a, b) => a - b)
    .map((count): ScalingPoint => {
      try {
        const figures = figuresOf(workload, siteOf({ ...deployment, count }, parts));
        first ??= { count, unitsPerSecond: figures.unitsPerSecond };
        const speedup = figures.unitsPerSecond / first.unitsPerSecond;
        return { count, figures, speedup, efficiency: (speedup * first.count) / count };
      } catch (error) {
        if (error instanceof Problem) return { count, reason: error.message };
        throw error;
      }
    });
};
