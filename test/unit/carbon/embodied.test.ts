import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { actEstimate } from '../../../src/core/carbon/embodied/act-part';
import { amortise } from '../../../src/core/carbon/embodied/amortise';
import { embodiedOf, serverShareOf } from '../../../src/core/carbon/embodied/embodied';
import { catalogue } from '../../../src/core/hardware/catalogue';
import { grams, hours, years } from '../../../src/core/units/quantity';
import { exactly } from '../../../src/core/units/range';

const part = (id: string) => catalogue().get(id) ?? assert.fail(id);
const kg = (value: number) => value / 1000;

describe('embodied carbon of a part', () => {
  it('is the maker’s footprint where there is one, spread over what others say', () => {
    const h100 = embodiedOf(part('h100-sxm5')) ?? assert.fail('unknown');
    assert.equal(h100.layer, 'vendor');
    assert.deepEqual(h100.perDevice, { low: 29600, mid: 164000, high: 575200 });
    assert.match(h100.assumptions[0]?.note ?? '', /Boavizta/);
    assert.equal(kg(embodiedOf(part('b200-sxm'))?.perDevice.mid ?? 0), 284.25);
    assert.equal(kg(embodiedOf(part('tpu-v5e'))?.perDevice.mid ?? 0), 238);
  });

  it('is ACT’s equation otherwise, with the low end ACT as published', () => {
    const h100 = actEstimate(part('h100-sxm5')) ?? assert.fail('unknown');
    const [logic, memory, packages, board] = h100.assumptions;
    assert.equal((Number(logic?.value) / 1000).toFixed(1), '42.3');
    assert.equal((Number(logic?.low) / 1000).toFixed(1), '22.6');
    assert.equal((Number(memory?.low) / 1000).toFixed(1), '5.9');
    assert.deepEqual([packages?.value, board?.low], [900, 0]);
    assert.equal(embodiedOf(part('h200-sxm'))?.layer, 'act');
  });

  it('comes near the makers’ footprints by its own equation', () => {
    for (const id of ['h100-sxm5', 'b200-sxm', 'a100-sxm4-40']) {
      const own = actEstimate(part(id))?.perDevice.mid ?? 0;
      const published = embodiedOf(part(id))?.perDevice.mid ?? 0;
      assert.ok(Math.abs(own / published - 1) < 0.3, `${id}: ${kg(own)} kg against ${kg(published)} kg`);
    }
  });

  it('is a family’s where the die is not published, and says so', () => {
    const mi355x = embodiedOf(part('mi355x')) ?? assert.fail('unknown');
    assert.equal(mi355x.layer, 'family');
    assert.match(mi355x.assumptions[0]?.note ?? '', /derived/);
  });

  it('is unknown, not zero, where nothing is known', () => {
    const { die: _, process: __, ...bare } = part('m2ultra');
    assert.equal(embodiedOf({ ...bare, id: 'other', family: 'nobody' }), undefined);
  });

  it('of a processor counts neither its own modules nor the server’s processors twice', () => {
    const epyc = part('epyc-9654');
    const own = embodiedOf(epyc) ?? assert.fail('unknown');
    assert.equal(own.layer, 'family');
    assert.equal(own.assumptions.find(({ id }) => id === 'embodied.memory')?.value, 0);
    const ids = serverShareOf(epyc).assumptions.map(({ id }) => id);
    assert.ok(ids.includes('embodied.server.memory') && !ids.includes('embodied.server.processors'));
    assert.match(serverShareOf(epyc).assumptions[0]?.note ?? '', /^1\/2 of a server/);
  });

  it('of parts without an area follows from their transistors, as a wide range', () => {
    for (const [id, dies] of [
      ['max1550', 47],
      ['m2ultra', 2],
    ] as const) {
      const { perDevice, layer } = embodiedOf(part(id)) ?? assert.fail(id);
      assert.equal(layer, 'family');
      assert.ok(perDevice.high > 4 * perDevice.low, `${dies}`);
    }
  });

  it('is a range around its best estimate for every part, and the sum of what it lists', () => {
    for (const accelerator of catalogue().values()) {
      for (const found of [embodiedOf(accelerator), serverShareOf(accelerator)]) {
        if (found === undefined) continue;
        const { low, mid, high } = found.perDevice;
        assert.ok(0 < low && low <= mid && mid <= high, `${accelerator.id}: ${low} ${mid} ${high}`);
        const listed = found.assumptions.reduce(
          (sum, { value }) => sum + (typeof value === 'number' ? value : 0),
          0,
        );
        assert.ok(
          Math.abs(listed - mid) < 1e-6 * mid,
          `${accelerator.id}: ${listed} listed, ${mid} estimated`,
        );
      }
    }
  });
});

describe('amortisation', () => {
  it('gives BLOOM’s 11.2 t: (150 + 2500/8) kg over 6 years at 85 % use', () => {
    const perDevice = exactly(grams(1000 * (150 + 2500 / 8)));
    const carbon = amortise(perDevice, hours(1_082_990), exactly(years(6)), exactly(0.85));
    assert.equal((carbon.mid / 1e6).toFixed(2), '11.21');
  });

  it('gives OLMo’s 21.8 t: 3,700 kg per server of 8 over 4 years, 1.65 million hours', () => {
    const perDevice = exactly(grams(3_700_000 / 8));
    const carbon = amortise(perDevice, hours(1_650_000), exactly(years(4)), exactly(1));
    assert.equal((carbon.mid / 1e6).toFixed(1), '21.8');
  });

  it('uses the longest life for the low end and the shortest for the high end', () => {
    const carbon = amortise(
      exactly(grams(1000)),
      years(1),
      { low: years(2), mid: years(4), high: years(5) },
      { low: 0.5, mid: 0.8, high: 1 },
    );
    assert.deepEqual(carbon, { low: 200, mid: 312.5, high: 1000 });
  });

  it('is all of it, no more, over a whole life in full use', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e9, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        (carbon, life) => {
          const { mid } = amortise(exactly(grams(carbon)), years(life), exactly(years(life)), exactly(1));
          assert.ok(Math.abs(mid - carbon) <= 1e-9 * carbon);
        },
      ),
    );
  });
});
