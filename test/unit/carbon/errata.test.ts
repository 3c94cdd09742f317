import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { account } from '../../../src/core/carbon/account';
import { fabIntensity } from '../../../src/core/carbon/embodied/act-data';
import { embodiedOf } from '../../../src/core/carbon/embodied/embodied';
import { exponentialYield, murphyYield } from '../../../src/core/carbon/embodied/yield';
import { resolveIntensity } from '../../../src/core/carbon/grid/intensity';
import { listZones } from '../../../src/core/carbon/grid/list';
import { catalogue } from '../../../src/core/hardware/catalogue';
import { JOULES_PER_KILOWATT_HOUR, squareMillimetres } from '../../../src/core/units/quantity';

const part = (id: string) => catalogue().get(id) ?? assert.fail(id);
const perKilowattHour = (zone: string) => resolveIntensity({ zone }).intensity.mid * JOULES_PER_KILOWATT_HOUR;

/** Mistakes found in published tools and papers. PUE in water and Impact Framework's drives are in rates.test.ts. */
describe('known mistakes of others', () => {
  it('a zero intensity read as missing: hydropower at 0 g/kWh stays 0', () => {
    const run = account({ energyKwh: 135_000, pue: 1.1, intensity: 0 });
    assert.deepEqual(run.carbon.operational, { low: 0, mid: 0, high: 0 });
    assert.equal(run.assumptions.find(({ id }) => id === 'grid.intensity')?.value, 0);
  });

  it('base units mixed: an intensity in another unit is refused or noted', () => {
    assert.throws(() => resolveIntensity({ intensity: 731_590 }), /g(rams)?\b/);
    assert.match(resolveIntensity({ intensity: 0.385 }).assumptions[0]?.note ?? '', /kg\/kWh/);
    assert.doesNotMatch(resolveIntensity({ intensity: 0 }).assumptions[0]?.note ?? '', /kg\/kWh/);
  });

  it('a model card 158 times too low: 7.0 million H100 hours are not 12.9 t', () => {
    const hours = { hours: 7_000_000, power: 700, pue: 1 };
    const card = account({ ...hours, intensity: 416.3 }).carbon.operational.mid / 1e6;
    assert.equal(card.toFixed(0), '2040');
    assert.equal((card / 12.9).toFixed(0), '158');
  });

  it('marginal intensities kept as text: sums of them are numbers', () => {
    const { low, high } = resolveIntensity({ zone: 'FR', method: 'marginal' }).intensity;
    assert.equal(((low + high) * JOULES_PER_KILOWATT_HOUR).toFixed(0), '316');
  });

  it('yield models that crash or lose a bracket: Murphy is ((1 − e^−AD) / AD)²', () => {
    const defects = 8.14 * 0.15;
    const expected = ((1 - Math.exp(-defects)) / defects) ** 2;
    assert.ok(Math.abs(murphyYield(squareMillimetres(814), 0.15) - expected) < 1e-12);
    assert.ok(exponentialYield(squareMillimetres(814), 0.15) <= 1);
  });

  it('one grid for Taiwan’s fabs where versions differ: 583 and 642 are both in the range', () => {
    assert.deepEqual([fabIntensity('taiwan').mid, fabIntensity('taiwan').high], [583, 642]);
  });

  it('a region’s id misspelt, or its grid taken for a contract: me-central1 is there, Montréal is not at 2 g/kWh', () => {
    assert.equal(listZones('gcp:me-central1').length, 1);
    assert.equal(listZones('me-cenrtal1').length, 0);
    assert.equal(perKilowattHour('gcp:northamerica-northeast1').toFixed(0), '41');
  });

  it('one embodied factor for the H100: sources differ twentyfold, and the range says so', () => {
    const { low, high } = embodiedOf(part('h100-sxm5'))?.perDevice ?? assert.fail('unknown');
    assert.ok(high / low > 19);
  });

  it('the power of two V100s swapped: the SXM2 draws 300 W', () => {
    assert.equal(part('v100-sxm2-32').tdp?.value, 300);
  });
});
