import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { estimate } from '../../../src/core/estimate/estimate';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';
import { checkScenario } from '../../../src/core/scenario/check';
import { readScenario } from '../../../src/core/scenario/read';
import { roundedUp, scenarioText } from '../../../src/core/scenario/write';

const CONFIG = JSON.stringify({
  model_type: 'llama',
  hidden_size: 2048,
  intermediate_size: 8192,
  num_hidden_layers: 16,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 32000,
});
const run = { batch: 4, input: 256, output: 32 };

const written = (zone: string, layers = 16) => {
  const model = readModel(
    CONFIG.replace('"num_hidden_layers":16', `"num_hidden_layers":${layers}`),
    'config.json',
  );
  const workload = buildWorkload(model, run);
  return { workload, estimate: estimate(workload, { accelerator: 'h100', count: 2, zone }) };
};
const textFor = (zone: string) =>
  scenarioText({ file: 'config.json', run, on: 'h100:2', zone }, written(zone));

describe('a new scenario', () => {
  it('says what was chosen', () => {
    const { workload, run: read, deployment } = readScenario(textFor('FR'), 'new.wattlens.yaml');
    assert.equal(workload.file, 'config.json');
    assert.deepEqual(read, run);
    assert.deepEqual(deployment, { accelerator: 'h100', count: 2, zone: 'FR' });
  });

  it('keeps its budgets, and breaks each that grows with the model by a deeper one', () => {
    const scenario = readScenario(textFor('FR'), 'new.wattlens.yaml');
    const now = checkScenario(scenario, written('FR'));
    assert.equal(now.length, 7);
    assert.deepEqual(
      now.filter(({ ok }) => !ok),
      [],
    );
    assert.ok(checkScenario(scenario, written('FR', 32)).every(({ ok }) => !ok));
  });

  it('does not take Norway for a no', () => {
    assert.match(textFor('NO'), /zone: NO$/m);
    assert.equal(readScenario(textFor('NO'), 'new.wattlens.yaml').deployment.zone, 'NO');
  });
});

describe('rounding up', () => {
  it('keeps two digits', () => {
    assert.deepEqual(
      [0, 1, 0.1234, 99.1, 16.06, 120, 0.000121].map(roundedUp),
      [0, 1, 0.13, 100, 17, 120, 0.00013],
    );
  });

  it('is never below, and at most a tenth above', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (value) => {
        const up = roundedUp(value);
        assert.ok(up >= value && up <= value * 1.1 * (1 + 1e-12), `${value} became ${up}`);
      }),
    );
  });
});
