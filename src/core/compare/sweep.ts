import type { Deployment } from '../estimate/deployment';
import { type Figures, figuresOf } from '../estimate/figures';
import { siteOf } from '../estimate/site';
import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import type { Model, Run } from '../models/model';
import { buildWorkload } from '../models/workload';
import { Problem } from '../problem';

/** The values each quantity takes; a sweep visits every combination. */
export interface SweepAxes {
  readonly batch: readonly number[];
  readonly input: readonly number[];
  readonly output: readonly number[];
}

/** One combination of run and deployment. */
export interface DesignPoint extends Figures {
  /** Place of its deployment in the list given. */
  readonly deployment: number;
  readonly batch: number;
  readonly input: number;
  readonly output: number;
}

export const pointCount = ({ batch, input, output }: SweepAxes, deployments: number): number =>
  batch.length * input.length * output.length * deployments;

/** More points than this are refused: a grid typed with a digit too many should not hold the editor. */
const MOST_POINTS = 5_000_000;

/**
 * Every point of the grid, one after the other, so that the caller may show progress and stop. A workload is built once
 * for all deployments. `run` gives what does not vary (formats, fixed context).
 * Throws a Problem for a deployment that cannot be, or a grid beyond five million points.
 */
export function* sweep(
  model: Model,
  deployments: readonly Deployment[],
  axes: SweepAxes,
  run: Omit<Run, 'batch' | 'input' | 'output'> = {},
  parts: Catalogue = catalogue(),
): Generator<DesignPoint, void, undefined> {
  const points = pointCount(axes, deployments.length);
  if (points > MOST_POINTS)
    throw new Problem(
      `a sweep of ${points} points is too many; narrow an axis to stay within ${MOST_POINTS}`,
    );
  const sites = deployments.map((deployment) => siteOf(deployment, parts));
  for (const batch of axes.batch)
    for (const input of axes.input)
      for (const output of axes.output) {
        const workload = buildWorkload(model, { ...run, batch, input, output });
        for (const [deployment, site] of sites.entries())
          yield { deployment, batch, input, output, ...figuresOf(workload, site) };
      }
}
