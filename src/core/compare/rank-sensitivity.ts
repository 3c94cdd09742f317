import type { Deployment } from '../estimate/deployment';
import { figuresOf } from '../estimate/figures';
import { siteOf } from '../estimate/site';
import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import type { Workload } from '../workload/workload';
import { type DesignMetric, figureOf } from './metrics';
import { type Sensitivity, sensitivity } from './sensitivity';

/** What one assumption does to the figure of one deployment, and to who is best. */
export interface RankSensitivity extends Sensitivity {
  readonly accelerator: string;
  readonly count: number;
  /** At one of its ends another deployment has the best figure. */
  readonly overturns: boolean;
}

/** Assumptions about the place and the use of the hardware, the same for all deployments: they move together. */
const SHARED: ReadonlySet<string> = new Set([
  'site.pue',
  'grid.intensity',
  'hardware.lifetime',
  'hardware.utilization',
]);

interface Side {
  readonly deployment: Deployment;
  readonly middle: number;
  readonly moves: readonly Sensitivity[];
}

const least = (figures: readonly number[]): number => figures.indexOf(Math.min(...figures));

/** The figures of all deployments when an assumption of one (of all, where it is shared) is at an end of its range. */
const figuresWhen = (sides: readonly Side[], own: Side, id: string, end: 'low' | 'high'): readonly number[] =>
  sides.map((side) => {
    const moved = side === own || SHARED.has(id) ? side.moves.find((move) => move.id === id) : undefined;
    return moved?.[end] ?? side.middle;
  });

/**
 * Which assumptions move the figures of a comparison most, and which would change its winner. Largest swing first.
 * Deployments without the figure are left out. Throws a Problem for a deployment that cannot be.
 */
export const rankSensitivity = (
  workload: Workload,
  deployments: readonly Deployment[],
  metric: DesignMetric,
  parts: Catalogue = catalogue(),
): readonly RankSensitivity[] => {
  const sides = deployments.flatMap((deployment): readonly Side[] => {
    const site = siteOf(deployment, parts);
    const middle = figureOf(figuresOf(workload, site), metric);
    return middle === undefined
      ? []
      : [{ deployment: site.deployment, middle, moves: sensitivity(workload, deployment, metric, parts) }];
  });
  const winner = least(sides.map(({ middle }) => middle));
  return sides
    .flatMap((side) =>
      side.moves.map((move): RankSensitivity => ({
        accelerator: side.deployment.accelerator,
        count: side.deployment.count,
        ...move,
        overturns: (['low', 'high'] as const).some(
          (end) => least(figuresWhen(sides, side, move.id, end)) !== winner,
        ),
      })),
    )
    .sort((a, b) => b.swing - a.swing);
};
