import { parametersOf } from '../../../src/core/models/graph/node';
import type { Model, Run } from '../../../src/core/models/model';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';
import type { PhaseName } from '../../../src/core/workload/workload';

export const read = (config: Readonly<Record<string, unknown>>): Model =>
  readModel(JSON.stringify(config), 'config.json');

export const parameters = (config: Readonly<Record<string, unknown>>): number =>
  parametersOf(read(config).root);

const ONE: Run = { batch: 1, input: 1, output: 1 };

/** Operations of one pass of each phase, by its name. */
export const flopsByPhase = (model: Model, run: Partial<Run> = {}): ReadonlyMap<PhaseName, number> =>
  new Map(
    buildWorkload(model, { ...ONE, ...run }).phases.map(({ name, operators }) => [
      name,
      operators.reduce((sum, { flops }) => sum + (flops ?? 0), 0),
    ]),
  );

/** Operations of all phases together, each run once. */
export const flops = (model: Model, run: Partial<Run> = {}): number =>
  [...flopsByPhase(model, run).values()].reduce((sum, one) => sum + one, 0);
