import type { Deployment } from '../estimate/deployment';
import { estimate } from '../estimate/estimate';
import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import { primitivesOf } from '../models/graph/node';
import type { Model, Run } from '../models/model';
import { parseConfig, readModel } from '../models/read';
import { buildWorkload } from '../models/workload';
import { attribute, deltasOf, type Diff } from './diff-causes';
import { changedFields, type Json, plainOf, withChange } from './diff-fields';
import type { DiffSide } from './diff-metrics';

/** A config as it was or is: its text and its name. */
export interface ConfigVersion {
  readonly text: string;
  readonly name: string;
}

const parametersOf = (model: Model): number =>
  primitivesOf(model.root).reduce((sum, { count, primitive }) => sum + count * primitive.parameters, 0);

/** What a model does on a deployment, as a side of a diff. */
export const modelSide = (model: Model, run: Run, deployment: Deployment, parts: Catalogue): DiffSide => ({
  parameters: parametersOf(model),
  estimate: estimate(buildWorkload(model, run), deployment, parts),
});

/**
 * What changed between two versions of a model config, what it does on the same run and deployment, and which field
 * caused how much.
 * @throws Problem of a version that cannot be read.
 */
export const diffModels = (
  before: ConfigVersion,
  after: ConfigVersion,
  run: Run,
  deployment: Deployment,
  parts: Catalogue = catalogue(),
): Diff => {
  const side = (text: string, name: string): DiffSide =>
    modelSide(readModel(text, name), run, deployment, parts);
  const was = side(before.text, before.name);
  const is = side(after.text, after.name);
  const from = parseConfig(before.text, before.name).value;
  const to = parseConfig(after.text, after.name).value;
  const changes = changedFields(from, to);
  const measure = (config: Json): DiffSide => side(JSON.stringify(config), after.name);
  const { alone, inseparable } = attribute(plainOf(from), changes, withChange, measure);
  return {
    kind: 'model',
    before: before.name,
    after: after.name,
    changes,
    deltas: deltasOf(was, is, alone),
    inseparable,
  };
};
