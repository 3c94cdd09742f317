import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { account } from '../../../src/core/carbon/account';
import { catalogue } from '../../../src/core/hardware/catalogue';
import { watts } from '../../../src/core/units/quantity';
import { sharedPath, skipUnlessShared } from '../../support/shared';

const a100 = catalogue().get('a100-sxm4-80') ?? assert.fail('no A100');
const tonnes = (value: number) => value / 1e6;

describe('account of a run', () => {
  it('gives BLOOM’s 183.44 t: 1,082,880 h at the A100’s TDP, PUE 1.1, 385 g/kWh', () => {
    const run = account({ accelerator: a100, hours: 1_082_880, power: 'tdp', pue: 1.1, intensity: 385 });
    assert.equal(tonnes(run.carbon.operational.mid).toFixed(2), '183.44');
    assert.equal((run.energy.mid / 3.6e9).toFixed(3), '476.467');
  });

  it('adds nothing to a given power, and only PUE to a given energy', () => {
    assert.equal(account({ hours: 1, power: 500, pue: 1, intensity: 100 }).energy.mid, 1.8e6);
    assert.equal(
      account({ energyKwh: 1, pue: 1.2, intensity: 100 }).carbon.operational.mid.toFixed(9),
      '120.000000000',
    );
  });

  it('asks the power model where no power is given', () => {
    const powerModel = () => ({
      watts: { low: watts(300), mid: watts(400), high: watts(500) },
      assumptions: [{ id: 'power.model', value: 400, unit: 'W', source: 'test' }],
    });
    const run = account({ accelerator: a100, hours: 10, pue: 1, intensity: 100, powerModel });
    assert.deepEqual(run.energy, { low: 1.08e7, mid: 1.44e7, high: 1.8e7 });
    assert.ok(run.assumptions.some(({ id }) => id === 'power.model'));
  });

  it('gives embodied carbon only where the hours and the part are known', () => {
    const run = account({ accelerator: a100, hours: 1000, power: 400, pue: 1.1, intensity: 0 });
    assert.equal(run.carbon.operational.mid, 0);
    assert.ok((run.carbon.embodied?.low ?? 0) > 0);
    assert.deepEqual(run.carbon.total, run.carbon.embodied);
    assert.equal(account({ energyKwh: 1, pue: 1.1, intensity: 0 }).carbon.embodied, undefined);
    assert.equal(account({ energyKwh: 1, pue: 1.1, intensity: 0 }).carbon.total, undefined);
  });

  it('puts the place’s grid beside a market-based figure', () => {
    const run = account({ energyKwh: 10, pue: 1, zone: 'DE', basis: 'market', intensity: 20 });
    assert.equal(run.carbon.operational.mid.toFixed(6), '200.000000');
    assert.equal(run.carbon.locationBased?.mid.toFixed(6), '3420.000000');
    const listed = run.assumptions.map(({ id, note }) => [id, note?.split(';')[0]]);
    assert.deepEqual(listed.at(-2), ['grid.intensity', 'market-based']);
    assert.deepEqual(listed.at(-1), ['grid.intensity.location', 'Germany (DE), 2025, location-based']);
    assert.equal(
      account({ energyKwh: 10, pue: 1, zone: 'DE', intensity: 20 }).carbon.locationBased,
      undefined,
    );
  });

  it('counts the site’s water once, where it is published', () => {
    const run = account({ energyKwh: 1000, zone: 'aws:us-west-2' });
    assert.deepEqual(run.water?.onSite, { low: 160, mid: 160, high: 160 });
    assert.ok(run.assumptions.some(({ id }) => id === 'site.wue'));
    assert.equal(account({ energyKwh: 1000, zone: 'FR' }).water, undefined);
  });

  it('says what is missing or cannot be', () => {
    assert.throws(() => account({ intensity: 1, pue: 1 }), /neither hours nor energy/);
    assert.throws(
      () => account({ hours: 5, intensity: 1, pue: 1 }),
      /expected --on HARDWARE or --power WATTS/,
    );
    assert.throws(
      () => account({ hours: -5, power: 1, intensity: 1, pue: 1 }),
      /-5 accelerator-hours cannot be/,
    );
    assert.throws(() => account({ energyKwh: 5, power: 1, intensity: 1, pue: 1 }), /both given/);
    assert.throws(
      () => account({ hours: 5, accelerator: a100, intensity: 1, pue: 1 }),
      /power of .* is not known/,
    );
    const noTdp = { ...a100, tdp: undefined };
    assert.throws(
      () => account({ hours: 5, accelerator: noTdp, power: 'tdp', intensity: 1, pue: 1 }),
      /TDP .* not published/,
    );
  });

  it('lists every input once', () => {
    const { assumptions } = account({ accelerator: a100, hours: 10, power: 'tdp', zone: 'aws:us-east-1' });
    const ids = assumptions.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of [
      'accelerator.hours',
      'accelerator.power',
      'site.pue',
      'grid.intensity',
      'hardware.lifetime',
    ]) {
      assert.ok(ids.includes(id), id);
    }
  });

  it('is the sum of its parts, and twice as much for twice the run', () => {
    const some = fc.record({
      hours: fc.double({ min: 0.001, max: 1e8, noNaN: true }),
      power: fc.double({ min: 1, max: 2e4, noNaN: true }),
      pue: fc.double({ min: 1, max: 3, noNaN: true }),
      intensity: fc.double({ min: 0, max: 1200, noNaN: true }),
    });
    fc.assert(
      fc.property(some, (run) => {
        const one = account({ ...run, accelerator: a100 }).carbon;
        const two = account({ ...run, hours: 2 * run.hours, accelerator: a100 }).carbon;
        const near = (a: number, b: number) => assert.ok(Math.abs(a - b) <= 1e-9 * Math.abs(b), `${a} ${b}`);
        for (const bound of ['low', 'mid', 'high'] as const) {
          near(one.operational[bound] + (one.embodied?.[bound] ?? NaN), one.total?.[bound] ?? NaN);
          near(two.total?.[bound] ?? NaN, 2 * (one.total?.[bound] ?? NaN));
        }
      }),
    );
  });
});

interface ReferenceRow {
  readonly id: string;
  readonly accelerator_hours: number | null;
  readonly power_w_per_accel: number | null;
  readonly pue: number | null;
  readonly ci_kg_per_kwh: number | null;
  readonly published: { readonly energy_mwh: number | null };
  readonly calc?: { readonly energy_mwh?: number; readonly op_tco2e?: number };
}

describe('published training runs', { skip: skipUnlessShared('facts', 'carbon.json') }, () => {
  it('come to the reference figure, last digit included', () => {
    const facts = JSON.parse(readFileSync(sharedPath('facts', 'carbon.json'), 'utf8')) as {
      readonly reference_rows: readonly ReferenceRow[];
    };
    let rows = 0;
    for (const row of facts.reference_rows) {
      const {
        id,
        accelerator_hours: hours,
        power_w_per_accel: power,
        pue,
        ci_kg_per_kwh: perKwh,
        calc,
      } = row;
      if (pue === null || perKwh === null || calc?.op_tco2e === undefined) continue;
      const energyMwh = row.published.energy_mwh;
      const run =
        hours !== null && power !== null
          ? account({ hours, power, pue, intensity: perKwh * 1000 })
          : account({ energyKwh: 1000 * (energyMwh ?? assert.fail(id)), pue, intensity: perKwh * 1000 });
      assert.equal(tonnes(run.carbon.operational.mid).toFixed(3), calc.op_tco2e.toFixed(3), id);
      if (calc.energy_mwh !== undefined) {
        assert.equal((run.energy.mid / 3.6e9).toFixed(3), calc.energy_mwh.toFixed(3), id);
      }
      rows++;
    }
    assert.ok(rows >= 20, `only ${rows} rows had their inputs`);
  });
});
