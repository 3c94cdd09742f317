import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolveIntensity } from '../../../src/core/carbon/grid/intensity';
import { listZones, usualZones } from '../../../src/core/carbon/grid/list';
import { cloudRegions } from '../../../src/core/carbon/grid/regions';
import { emberCountries } from '../../../src/core/carbon/grid/ember';
import { Problem } from '../../../src/core/problem';
import { JOULES_PER_KILOWATT_HOUR } from '../../../src/core/units/quantity';

const perKilowattHour = (query: Parameters<typeof resolveIntensity>[0]) => {
  const { low, mid, high } = resolveIntensity(query).intensity;
  return [low, mid, high].map((value) => Math.round(value * JOULES_PER_KILOWATT_HOUR * 100) / 100);
};

describe('grid intensity', () => {
  it('takes Electricity Maps for a zone, latest year, spread over three years and Ember', () => {
    assert.deepEqual(perKilowattHour({ zone: 'FR' }), [31, 31, 49]);
    const found = resolveIntensity({ zone: 'fr' });
    assert.equal(found.year, 2025);
    assert.deepEqual(found.zone, { id: 'FR', name: 'France' });
    assert.match(found.source, /Electricity Maps/);
  });

  it('takes the year that is asked for', () => {
    assert.equal(perKilowattHour({ zone: 'US-MIDA-PJM', year: 2024 })[1], 403);
    assert.throws(
      () => resolveIntensity({ zone: 'FR', year: 1999 }),
      /1999; expected a year from 2021 to 2025/,
    );
  });

  it('takes Ember for a country by its three letters', () => {
    assert.equal(perKilowattHour({ zone: 'TWN' })[1], 635.15);
    assert.match(resolveIntensity({ zone: 'TWN' }).source, /Ember/);
    assert.throws(
      () => resolveIntensity({ zone: 'FRA', year: 2024 }),
      /use the zone FR for the figure of 2024/,
    );
  });

  it('finds the zone of a cloud region', () => {
    const found = resolveIntensity({ zone: 'aws:us-east-1' });
    assert.equal(found.zone?.id, 'US-MIDA-PJM');
    assert.equal(found.region?.pue, 1.15);
    assert.equal(perKilowattHour({ zone: 'aws:us-east-1' })[1], 418);
  });

  it('reads an intensity of zero as a zero', () => {
    const found = resolveIntensity({ intensity: 0, zone: 'FR' });
    assert.deepEqual(found.intensity, { low: 0, mid: 0, high: 0 });
    assert.equal(found.assumptions[0]?.value, 0);
    assert.equal(found.zone?.id, 'FR');
  });

  it('says that the world average is an assumption, and how far countries are from it', () => {
    const found = resolveIntensity({});
    assert.deepEqual(perKilowattHour({}), [96.7, 472.94, 682.11]);
    assert.match(found.assumptions[0]?.note ?? '', /no zone was given/);
  });

  it('reads marginal intensities, which the dataset holds as text', () => {
    assert.deepEqual(perKilowattHour({ zone: 'FR', method: 'marginal' }), [158, 158, 158]);
    assert.deepEqual(perKilowattHour({ zone: 'ISL', method: 'marginal' }), [0, 0, 0]);
    assert.equal(perKilowattHour({ zone: 'US-CAL-CISO', method: 'marginal' })[1], 416);
  });

  it('never passes a location-based figure off as market-based', () => {
    assert.throws(() => resolveIntensity({ zone: 'FR', basis: 'market' }), Problem);
    assert.equal(resolveIntensity({ zone: 'FR', basis: 'market', intensity: 5 }).basis, 'market');
  });

  it('names what an unknown zone may have meant', () => {
    assert.throws(() => resolveIntensity({ zone: 'France' }), /did you mean FR\?\)/);
    assert.throws(() => resolveIntensity({ zone: 'Frankfurt' }), /did you mean aws:eu-central-1/);
    assert.throws(() => resolveIntensity({ zone: 'aws:us-eest-1' }), /did you mean aws:us-east-1/);
    assert.throws(() => resolveIntensity({ zone: 'FR', intensity: -1 }), /from 0 to 5000/);
  });
});

describe('lists of zones', () => {
  it('finds by id and by name', () => {
    assert.ok(listZones('frankfurt').some(({ id }) => id === 'aws:eu-central-1'));
    assert.equal(listZones('us-cal-ciso').length, 1);
  });

  it('finds a country once, and its own figure by its three letters', () => {
    const ids = (query: string) => listZones(query).map(({ id }) => id);
    assert.deepEqual(ids('germany'), ['DE']);
    assert.deepEqual(ids('DEU'), ['DEU']);
    const names = listZones()
      .filter(({ kind }) => kind !== 'region')
      .map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it('offers the world and the zones of most cloud regions before anything is typed', () => {
    const [world, first] = usualZones();
    assert.equal(world?.id, 'WORLD');
    const regionsIn = (zone: string | undefined) => cloudRegions().filter((one) => one.zone === zone).length;
    for (const { id } of usualZones().slice(1)) assert.ok(regionsIn(id) <= regionsIn(first?.id), id);
  });

  it('resolves every zone it lists', () => {
    for (const { id, intensity } of listZones()) assert.equal(perKilowattHour({ zone: id })[1], intensity);
  });

  it('names every country of Ember', () => {
    for (const { alpha3, name } of emberCountries()) {
      assert.ok(!/^[A-Z]{3}$/.test(alpha3) || name.length > 3, `${alpha3} is called ${name}`);
    }
  });

  it('places every cloud region in a zone with data', () => {
    assert.ok(cloudRegions().length > 100);
    for (const { id } of cloudRegions()) assert.ok(listZones(id).length > 0, id);
  });
});
