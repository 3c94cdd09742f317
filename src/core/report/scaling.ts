import { scaling, type ScalingPoint } from '../compare/scaling';
import type { Deployment } from '../estimate/deployment';
import { findAccelerator } from '../hardware/find';
import type { Catalogue } from '../hardware/load';
import type { Workload } from '../workload/workload';
import type { ScalingRow, ScalingRowPoint } from './types';

const pointOf = (point: ScalingPoint): ScalingRowPoint => {
  if ('reason' in point) return point;
  const { count, parallelism, figures, speedup, efficiency } = point;
  const { fits, latency, unitsPerSecond, joulesPerUnit, gramsPerUnit } = figures;
  return {
    count,
    parallelism,
    fits,
    speedup,
    efficiency,
    latency,
    unitsPerSecond,
    ...(joulesPerUnit === undefined ? {} : { joulesPerUnit }),
    ...(gramsPerUnit === undefined ? {} : { gramsPerUnit }),
  };
};

/** The counts of a node, of several, and of a rack. */
export const SCALING_COUNTS: readonly number[] = [1, 2, 4, 8, 16, 32, 64];

/** A workload on growing numbers of each accelerator; the division follows the number. */
export const scalingReport = (
  workload: Workload,
  deployments: readonly Deployment[],
  counts: readonly number[],
  parts: Catalogue,
): readonly ScalingRow[] =>
  deployments.map(({ parallelism: _, ...deployment }) => ({
    accelerator: findAccelerator(parts, deployment.accelerator).id,
    points: scaling(workload, deployment, counts, parts).map(pointOf),
  }));
