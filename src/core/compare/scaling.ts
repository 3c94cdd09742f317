import { type Parallelism, resolveParallelism } from '../cluster/parallelism';
import type { Deployment } from '../estimate/deployment';
import { type Figures, figuresOf } from '../estimate/figures';
import { siteOf } from '../estimate/site';
import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import { Problem } from '../problem';
import type { Workload } from '../workload/workload';

/** A workload on a number of accelerators, divided as is fastest, or why it cannot be divided over them. */
export type ScalingPoint =
  | {
      readonly count: number;
      readonly parallelism: Parallelism;
      readonly figures: Figures;
      /** Throughput over that of the smallest count that can be. */
      readonly speedup: number;
      /** Speedup over the growth in accelerators: 1 is perfect. */
      readonly efficiency: number;
    }
  | { readonly count: number; readonly reason: string };

interface Divided {
  readonly parallelism: Parallelism;
  readonly figures: Figures;
}

/**
 * The fastest of tensor parallelism alone and with replicas, which share the sequences; as asked where the deployment says.
 * Throws the Problem of tensor parallelism alone where none can be.
 */
const fastest = (workload: Workload, deployment: Deployment, parts: Catalogue): Divided => {
  const { count, parallelism } = deployment;
  const site = siteOf(deployment, parts);
  const asked = (data: number): Divided => {
    const division = resolveParallelism(workload, count, data === 1 ? parallelism : { data });
    return { parallelism: division, figures: figuresOf(workload, site, division) };
  };
  let best: Divided | undefined;
  let first: Problem | undefined;
  for (let data = 1; data <= (parallelism === undefined ? Math.min(count, workload.batch) : 1); data *= 2) {
    try {
      const found = asked(data);
      const better =
        best === undefined ||
        (found.figures.fits && !best.figures.fits) ||
        (found.figures.fits === best.figures.fits &&
          found.figures.unitsPerSecond > best.figures.unitsPerSecond);
      if (better) best = found;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      first ??= error;
    }
  }
  if (best === undefined) throw first ?? new Problem('there is no way to divide it');
  return best;
};

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
        const { figures, parallelism } = fastest(workload, { ...deployment, count }, parts);
        first ??= { count, unitsPerSecond: figures.unitsPerSecond };
        const speedup = figures.unitsPerSecond / first.unitsPerSecond;
        return { count, parallelism, figures, speedup, efficiency: (speedup * first.count) / count };
      } catch (error) {
        if (error instanceof Problem) return { count, reason: error.message };
        throw error;
      }
    });
};
