import type { Deployment } from '../estimate/deployment';
import { estimate } from '../estimate/estimate';
import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import { primitivesOf } from '../models/graph/node';
import type { Model, Run } from '../models/model';
import { buildWorkload } from '../models/workload';
import {
  changesOfConfig,
  configInState,
  type ConfigVersion,
  readVersion,
  stateOfConfig,
} from './config-version';
import { attribute, deltasOf, type Diff, unitOfBoth } from './diff-causes';
import { type Json, withChange } from './diff-fields';
import type { DiffSide } from './diff-metrics';

const parametersOf = (model: Model): number =>
  primitivesOf(model.root).reduce((sum, { count, primitive }) => sum + count * primitive.parameters, 0);

/** What a model does on a deployment, as a side of a diff. */
export const modelSide = (model: Model, run: Run, deployment: Deployment, parts: Catalogue): DiffSide => ({
  parameters: parametersOf(model),
  estimate: estimate(buildWorkload(model, run), deployment, parts),
});

/**
 * What changed between two versions of a model config and of the files beside it, what it does on the same run and
 * deployment, and which field caused how much.
 * @throws Problem of a version that cannot be read, naming it.
 */
export const diffModels = (
  before: ConfigVersion,
  after: ConfigVersion,
  run: Run,
  deployment: Deployment,
  parts: Catalogue = catalogue(),
): Diff => {
  const side = (version: ConfigVersion): DiffSide => modelSide(readVersion(version), run, deployment, parts);
  const was = side(before);
  const is = side(after);
  const changes = changesOfConfig(before, after);
  const measure = (state: Json): DiffSide => side(configInState(state, after.name));
  const { alone, inseparable } = attribute(stateOfConfig(before), changes, withChange, measure);
  return {
    kind: 'model',
    before: before.name,
    after: after.name,
    changes,
    deltas: deltasOf(was, is, alone),
    ...unitOfBoth(was, is),
    inseparable,
  };
};
