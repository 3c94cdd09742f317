import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimate } from '../../../src/core/estimate/estimate';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';
import { readDivision } from '../../../src/protocol/division';
import type { Defaults } from '../../../src/protocol/analysis';
import { contentOf } from '../../../src/worker/content';
import { smallLlama } from '../../support/small-llama';

const DEFAULTS: Defaults = {
  accelerator: 'h100-sxm5',
  batch: 8,
  input: 4096,
  output: 16,
  compareWith: [],
};
const content = (division: string | undefined, count = 4, model = smallLlama) => {
  const change = { count, ...(division === undefined ? {} : { division }) };
  const shown = contentOf({ kind: 'model', model }, { defaults: DEFAULTS, change });
  return shown.kind === 'model' ? shown : assert.fail('a trace');
};

describe('the ways to divide a model', () => {
  it('have those that divide every sequence, after the others', () => {
    const { divisions } = content(undefined).choices;
    assert.deepEqual(
      divisions.map(({ label }) => label),
      [
        'Automatic',
        ...['TP 4', 'TP 2 × DP 2', 'TP 2 × PP 2', 'DP 4', 'PP 2 × DP 2', 'PP 4'],
        ...['TP 2 × CP 2', 'CP 2 × DP 2', 'PP 2 × CP 2', 'CP 4'],
      ],
    );
    assert.equal(new Set(divisions.map(({ id }) => id)).size, divisions.length);
    for (const { id } of divisions) assert.notEqual(readDivision(id), undefined, id);
  });

  it('give the figures of the division that is chosen', () => {
    const shown = content('1x1x1x1x4');
    assert.equal(shown.deployment.division, '1x1x1x1x4');
    const workload = buildWorkload(smallLlama, DEFAULTS);
    const on = { accelerator: DEFAULTS.accelerator, count: 4 };
    const parallelism = { tensor: 1, pipeline: 1, data: 1, expert: 1, context: 4 };
    assert.deepEqual(shown.estimate?.latency, estimate(workload, { ...on, parallelism }).latency);
    assert.notDeepEqual(shown.estimate?.latency, content('4x1x1').estimate?.latency);
  });

  it('that were chosen for another number of accelerators count no more', () => {
    assert.equal(content('1x1x1x1x4', 8).deployment.division, 'auto');
  });

  it('of a model without attention divide no sequence', () => {
    const resnet = readModel(JSON.stringify({ model_type: 'resnet' }), 'config.json');
    const { divisions } = content(undefined, 2, resnet).choices;
    assert.ok(divisions.length > 1);
    assert.ok(divisions.every(({ label }) => !label.includes('CP')));
  });
});
