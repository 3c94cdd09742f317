import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { activeParametersOf, parametersOf } from '../../src/core/models/graph/node';
import type { Model } from '../../src/core/models/model';
import { readModel } from '../../src/core/models/read';
import { buildWorkload } from '../../src/core/models/workload';
import { Problem } from '../../src/core/problem';
import { inspectModel } from '../../src/core/report/inspect-model';

/** A config's model, or why it is none. */
export const modelAt = (configs: string, path: string): Model | Problem => {
  try {
    return readModel(readFileSync(join(configs, path), 'utf8'), path);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
};

export interface Figures {
  readonly parameters: number;
  readonly active: number;
  readonly kv: number;
  /** Operations of a prefill of `input` positions, and of one decode step behind `context`. */
  readonly prefill: number;
  readonly decode: number;
}

/** Our figures in the convention of the reference: two operations per multiply-add, the full square of attention. */
export const figuresOf = (model: Model, batch: number, input: number, context = input): Figures => {
  const { phases } = buildWorkload(model, { batch, input, output: 2, context });
  const flops = (i: number): number =>
    (phases[i]?.operators ?? []).reduce((sum, one) => sum + (one.flops ?? 0), 0);
  return {
    parameters: parametersOf(model.root),
    active: activeParametersOf(model.root),
    kv: inspectModel(model, { weightDtype: 'bf16', kvDtype: 'bf16' }).kvBytesPerToken ?? 0,
    prefill: flops(0),
    decode: flops(1),
  };
};

/** Difference of a value from the truth, as a share. */
export const off = (value: number, truth: number): number => value / truth - 1;

export const signed = (share: number): string =>
  `${share >= 0 ? '+' : '−'}${Math.abs(100 * share).toFixed(Math.abs(share) < 0.001 ? 3 : 1)} %`;
