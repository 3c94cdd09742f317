import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readModelBeside } from '../../../src/core/models/read-beside';
import type { DeploymentChange } from '../../../src/protocol/panel-state';
import { contentOf } from '../../../src/worker/content';
import { smallLlama } from '../../support/small-llama';
import { COMPONENTS, INDEX } from '../../support/stable-diffusion';

const DEFAULTS = { accelerator: 'h100-sxm5', batch: 1, input: 512, output: 128, compareWith: [] };
const pipeline = readModelBeside(
  JSON.stringify(INDEX),
  'sd/model_index.json',
  Object.fromEntries(Object.entries(COMPONENTS).map(([path, each]) => [path, JSON.stringify(each)])),
);
const content = (model: typeof smallLlama, change: DeploymentChange = {}) => {
  const shown = contentOf({ kind: 'model', model }, { defaults: DEFAULTS, change });
  return shown.kind === 'model' ? shown : assert.fail('a trace');
};

describe('the inputs of a panel', () => {
  it('are those that act on the model, with what it has where nothing was chosen', () => {
    const { choices, deployment } = content(pipeline);
    assert.deepEqual(choices.inputs, ['steps']);
    assert.equal(deployment.steps, 50);
    assert.equal(deployment.images, undefined);
    assert.deepEqual(content(smallLlama).choices.inputs, ['input', 'output']);
    assert.equal(content(smallLlama).deployment.steps, undefined);
  });

  it('change the estimate', () => {
    const seconds = (steps: number) => content(pipeline, { steps }).estimate?.latency?.request ?? 0;
    const [few, many] = [seconds(10), seconds(20)];
    assert.ok(few > 0 && many > 1.5 * few, `${few} ${many}`);
    assert.equal(content(pipeline, { steps: 10 }).deployment.steps, 10);
  });

  it('of training are fewer', () => {
    assert.deepEqual(content(smallLlama, { task: 'train' }).choices.inputs, ['input']);
  });
});
