import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimate } from '../../../src/core/estimate/estimate';
import { buildWorkload } from '../../../src/core/models/workload';
import type { View } from '../../../src/protocol/analysis';
import { hostContract } from '../../../src/protocol/contracts';
import { deploymentOf, runOf } from '../../../src/worker/deployment';
import { smallLlama as model } from '../../support/small-llama';

const memoryOf = (change: View['change']) => {
  const view: View = {
    defaults: { accelerator: 'h100-sxm5', batch: 8, input: 512, output: 128, compareWith: [] },
    change: { count: 8, division: '1x1x8', ...change },
  };
  return estimate(buildWorkload(model, runOf(view)), deploymentOf(view)).memory;
};

describe('training as a panel’s what-if', () => {
  it('holds gradients and optimizer state, of which ZeRO shares out more at each stage', () => {
    const [plain, one, two, three] = ([0, 1, 2, 3] as const).map((zero) => memoryOf({ task: 'train', zero }));
    assert.equal((plain?.optimizer ?? 0) / 8, one?.optimizer);
    assert.equal((one?.gradients ?? 0) / 8, two?.gradients);
    assert.equal((two?.weights ?? 0) / 8, three?.weights);
  });

  it('keeps fewer activations where they are computed again', () => {
    const [none, full] = (['none', 'full'] as const).map((checkpointing) =>
      memoryOf({ task: 'train', checkpointing }),
    );
    assert.ok((full?.activations ?? 0) < (none?.activations ?? 0));
  });

  it('leaves serving as it is, whatever was chosen for training before', () => {
    assert.deepEqual(memoryOf({ task: 'serve', zero: 3, checkpointing: 'full' }), memoryOf({}));
    assert.equal(memoryOf({})?.optimizer, undefined);
  });

  it('lets in only stages and kinds that there are', () => {
    const allowed = (change: object): boolean => hostContract.setDeployment.args([change]);
    assert.ok(allowed({ task: 'train', zero: 2, checkpointing: 'selective' }));
    for (const wrong of [{ task: 'play' }, { zero: 4 }, { zero: '2' }, { checkpointing: 'some' }])
      assert.ok(!allowed(wrong), JSON.stringify(wrong));
  });
});
