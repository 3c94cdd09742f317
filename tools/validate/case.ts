import type { Deployment } from '../../src/core/estimate/deployment';
import type { Run } from '../../src/core/models/model';

/** What was measured, in SI units; all accelerators of the set-up together. */
export interface Measured {
  readonly tokensPerSecond?: number;
  readonly joulesPerToken?: number;
  readonly watts?: number;
  /** Of one whole batch. */
  readonly latency?: number;
}

export type Metric = keyof Measured;

/** One row of a reference set as a question to the estimator. */
export interface Case {
  readonly set: string;
  readonly model: string;
  /** Path of the model's config below the folder of configs. */
  readonly config: string;
  /** The hardware as the set names it, with its count. */
  readonly platform: string;
  readonly engine: string;
  /** Catalogue parts it may be; the nearest counts. */
  readonly parts: readonly string[];
  readonly run: Run;
  readonly deployment: Omit<Deployment, 'accelerator'>;
  readonly measured: Measured;
  /** Marked implausible by the set's reviewers, or slower than a smaller batch of the same set-up. */
  readonly apart?: string;
}

/** The set-up of a row without its batch. */
export const setUp = ({ model, platform, engine, run, deployment }: Case): string =>
  [model, platform, engine, run.input, run.weightDtype, JSON.stringify(deployment.parallelism)].join(' | ');
