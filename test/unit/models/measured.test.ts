import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parametersOf } from '../../../src/core/models/graph/node';
import type { Run } from '../../../src/core/models/model';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';
import data from './measured.yaml';

interface Measured {
  readonly name: string;
  readonly parameters: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly run: Run;
  /** Operations of one pass of each phase. */
  readonly flops: Readonly<Record<string, number>>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const measured = (): readonly Measured[] => {
  const models = isRecord(data) ? data['models'] : undefined;
  assert.ok(Array.isArray(models));
  return models as readonly Measured[];
};

for (const { name, parameters, config, run, flops } of measured()) {
  test(`${name}: weights and operations as torch counts them`, () => {
    const model = readModel(JSON.stringify(config), 'x/config.json');
    assert.equal(parametersOf(model.root), parameters);
    const counted = new Map<string, number>();
    for (const phase of buildWorkload(model, run).phases) {
      const sum = phase.operators.reduce((all, one) => all + (one.flops ?? 0), 0);
      counted.set(phase.name, (counted.get(phase.name) ?? 0) + sum);
    }
    for (const [phase, expected] of Object.entries(flops)) assert.equal(counted.get(phase), expected, phase);
  });
}
