import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { breakEven } from '../../../src/core/carbon/life/break-even';
import { type ClientGroup, federatedCarbon } from '../../../src/core/carbon/life/federated';
import { acceleratorHours, trainingCost } from '../../../src/core/carbon/life/training';
import { wholeLife } from '../../../src/core/carbon/life/whole-life';
import { catalogue } from '../../../src/core/hardware/catalogue';
import { grams, gramsPerKilowattHour, joules, seconds, watts } from '../../../src/core/units/quantity';
import { exactly } from '../../../src/core/units/range';

const part = (id: string) => catalogue().get(id) ?? assert.fail(id);

describe('training run', () => {
  it('gives GPT-3’s 3.55 million V100 hours: 175 B parameters, 300 B tokens, 24.6 of 125 TFLOP/s', () => {
    const run = trainingCost({
      activeParameters: 175e9,
      tokens: 300e9,
      accelerator: part('v100-sxm2-32'),
      dtype: 'fp16',
      mfu: 24.6 / 125,
      overhead: 1,
    });
    assert.equal(run.flops, 3.15e23);
    assert.equal((acceleratorHours(run).mid / 1e6).toFixed(2), '3.56');
  });

  it('holds Llama 3.1 405B’s 30.84 million H100 hours within its range', () => {
    const hours = acceleratorHours(
      trainingCost({
        activeParameters: 405e9,
        tokens: 15.6e12,
        accelerator: part('h100-sxm5'),
        dtype: 'bf16',
      }),
    );
    assert.ok(hours.low < 30.84e6 && 30.84e6 < hours.high, JSON.stringify(hours));
    assert.ok(Math.abs(hours.mid / 30.84e6 - 1) < 0.1, String(hours.mid));
  });

  it('says what cannot be', () => {
    const run = {
      activeParameters: 1e9,
      tokens: 1e9,
      accelerator: part('v100-sxm2-32'),
      dtype: 'bf16',
    } as const;
    assert.throws(() => trainingCost(run), /no published bf16 rate; expected one of/);
    assert.throws(() => trainingCost({ ...run, dtype: 'fp16', mfu: 40 }), /mfu of 40 cannot be/);
    assert.throws(() => trainingCost({ ...run, dtype: 'fp16', tokens: 0 }), /0 tokens/);
  });
});

describe('break-even of new hardware', () => {
  const replacement = {
    oldEnergy: joules(3),
    newEnergy: joules(1),
    unitsPerSecond: 100,
    embodied: { low: grams(36_000), mid: grams(360_000), high: grams(720_000) },
  };
  const at = (perKwh: number, utilization: number) =>
    breakEven(replacement, { intensity: exactly(gramsPerKilowattHour(perKwh)), utilization });

  it('is embodied carbon over what is saved', () => {
    // 200 W saved at 360 g/kWh is 0.02 g/s: 360 kg take 1.8e7 s.
    assert.equal(at(360, 1)?.mid.toFixed(3), '18000000.000');
    assert.equal(at(360, 0.5)?.mid.toFixed(3), '36000000.000');
  });

  it('comes never where nothing is saved', () => {
    const worse = { ...replacement, newEnergy: joules(4) };
    const conditions = { intensity: exactly(gramsPerKilowattHour(360)), utilization: 1 };
    assert.equal(breakEven(worse, conditions), undefined);
    assert.equal(at(0, 1), undefined);
  });

  it('comes later on a cleaner grid', () => {
    assert.ok((at(50, 1)?.mid ?? 0) > (at(500, 1)?.mid ?? 0));
  });
});

describe('whole life', () => {
  const training = exactly(grams(100));

  it('divides as the published fleet does', () => {
    const life = wholeLife({ training, years: 1 });
    assert.deepEqual([life.experimentation.mid, life.training.mid, life.inference.mid], [50, 100, 350]);
    const language = wholeLife({ training, years: 1, split: 'language' });
    assert.equal((language.inference.mid / language.total.mid).toFixed(2), '0.65');
  });

  it('counts retrainings, and years that grow', () => {
    const life = wholeLife({
      training,
      years: 3,
      retrainingsPerYear: 2,
      inferencePerYear: exactly(grams(10)),
      growth: 0.5,
    });
    assert.equal(life.training.mid, 700);
    assert.equal(life.inference.mid, 10 + 15 + 22.5);
  });

  it('is the sum of its parts', () => {
    const input = fc.record({
      years: fc.integer({ min: 1, max: 10 }),
      retrainingsPerYear: fc.double({ min: 0, max: 12, noNaN: true }),
      growth: fc.double({ min: -0.9, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(input, (one) => {
        const {
          experimentation,
          training: all,
          inference,
          total,
        } = wholeLife({
          ...one,
          training,
          inferencePerYear: { low: grams(1), mid: grams(2), high: grams(5) },
        });
        for (const bound of ['low', 'mid', 'high'] as const) {
          const sum = experimentation[bound] + all[bound] + inference[bound];
          assert.ok(Math.abs(sum - total[bound]) <= 1e-9 * sum);
        }
      }),
    );
  });

  it('says what cannot be', () => {
    assert.throws(() => wholeLife({ training, years: 0 }), /0 years cannot be/);
    assert.throws(() => wholeLife({ training, years: 1, growth: -1 }), /growth of -1/);
  });
});

describe('federated learning', () => {
  const phones: ClientGroup = {
    participations: 1000,
    compute: { watts: watts(2), seconds: seconds(60) },
    upload: { watts: watts(1.5), seconds: seconds(40) },
    download: { watts: watts(1), seconds: seconds(50) },
    intensity: exactly(gramsPerKilowattHour(360)),
  };
  const run = {
    clients: [phones],
    serverSeconds: seconds(3600),
    serverIntensity: exactly(gramsPerKilowattHour(100)),
  };

  it('adds devices, network and server', () => {
    const carbon = federatedCarbon(run);
    assert.equal(carbon.compute.mid.toFixed(6), '12.000000');
    assert.equal(carbon.upload.mid.toFixed(6), '6.000000');
    assert.equal(carbon.download.mid.toFixed(6), '5.000000');
    // 90 W × 1.09 for one hour at 100 g/kWh.
    assert.equal(carbon.server.mid.toFixed(6), '9.810000');
    assert.equal(carbon.network, undefined);
    assert.equal(carbon.total.mid.toFixed(6), '32.810000');
  });

  it('grows in proportion to participations', () => {
    const twice = federatedCarbon({ ...run, clients: [phones, phones] });
    assert.equal(twice.compute.mid, 2 * federatedCarbon(run).compute.mid);
    const networked = federatedCarbon({ ...run, clients: [{ ...phones, network: joules(10) }] });
    assert.equal(networked.network?.mid.toFixed(6), '1.000000');
  });
});
