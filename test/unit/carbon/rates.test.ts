import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ecologits } from '../../../src/core/carbon/peers/ecologits';
import { frameworkEmbodied } from '../../../src/core/carbon/rates/impact-framework';
import { sci, sciEmbodied } from '../../../src/core/carbon/rates/sci';
import { waterUse } from '../../../src/core/carbon/rates/water';
import { grams, gramsPerKilowattHour, hours, joules, seconds, years } from '../../../src/core/units/quantity';
import { exactly } from '../../../src/core/units/range';

const kilowattHours = (value: number) => exactly(joules(value * 3.6e6));

describe('Software Carbon Intensity', () => {
  it('is ((E · I) + M) / R', () => {
    const score = sci({
      energy: kilowattHours(2),
      intensity: exactly(gramsPerKilowattHour(400)),
      embodied: exactly(grams(200)),
      units: 1000,
    });
    assert.equal(score.mid.toFixed(9), '1.000000000');
  });

  it('gives the specification’s example: 1000 kg, 4 years, 1 hour, about 28 g', () => {
    const share = { time: hours(1), lifespan: years(4), share: 1 };
    assert.equal(sciEmbodied(exactly(grams(1e6)), share).mid.toFixed(1), '28.5');
  });

  it('needs units', () => {
    const one = exactly(grams(1));
    const input = { energy: kilowattHours(1), intensity: exactly(gramsPerKilowattHour(1)), embodied: one };
    assert.throws(() => sci({ ...input, units: 0 }), /more than 0 units/);
  });
});

describe("Impact Framework's embodied model", () => {
  it('gives its vectors', () => {
    assert.ok(Math.abs(frameworkEmbodied({}, seconds(3600)) - 28.538812785388128) < 1e-9);
    const server = { vcpus: 192, memoryGB: 2048, ssds: 8, gpus: 8 };
    assert.ok(Math.abs(frameworkEmbodied(server, seconds(3600)) - 699.7847697869101) < 1e-9);
  });

  it('counts drives, not gigabytes', () => {
    const lifespan = seconds(126_144_000);
    assert.ok(Math.abs(frameworkEmbodied({ ssds: 1 }, lifespan) - 1_050_000) < 1e-6);
    assert.ok(Math.abs(frameworkEmbodied({ hdds: 1 }, lifespan) - 1_100_000) < 1e-6);
  });
});

describe('water', () => {
  it('takes PUE once, and only for the grid’s water', () => {
    const used = waterUse({
      itEnergy: kilowattHours(1000),
      pue: exactly(1.2),
      onSite: exactly(0.5),
      offSite: exactly(3),
    });
    assert.equal(used.onSite?.mid, 500);
    assert.ok(Math.abs((used.offSite?.mid ?? 0) - 3600) < 1e-9);
    assert.ok(Math.abs((used.total?.mid ?? 0) - 4100) < 1e-9);
  });

  it('is unknown, not zero, where a figure is missing', () => {
    const used = waterUse({ itEnergy: kilowattHours(1), pue: exactly(1.2), offSite: exactly(3) });
    assert.deepEqual([used.onSite, used.total], [undefined, undefined]);
    assert.ok((used.offSite?.mid ?? 0) > 0);
  });
});

describe('EcoLogits 0.9.1', () => {
  const request = (active: number, total = active) => {
    const impact = ecologits({
      activeParameters: active * 1e9,
      totalParameters: total * 1e9,
      outputTokens: 400,
      pue: 1.2,
      intensity: gramsPerKilowattHour(383.55),
    });
    return [
      impact.gpus,
      (impact.energy / 3600).toFixed(4),
      impact.operational.toFixed(4),
      impact.embodied.toFixed(5),
    ];
  };

  it('gives its golden vectors', () => {
    assert.deepEqual(request(8), [1, '0.0357', '0.0137', '0.00260']);
    assert.deepEqual(request(70), [4, '0.2630', '0.1009', '0.02013']);
    assert.deepEqual(request(405), [16, '3.6535', '1.4013', '0.29112']);
    assert.deepEqual(request(17, 400), [16, '0.6405', '0.2457', '0.04722']);
  });
});
