import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolveLifetime, resolvePue, resolveUtilization, resolveWue } from '../../../src/core/carbon/site';
import { seconds, years } from '../../../src/core/units/quantity';

describe('PUE', () => {
  it('goes from flag to region to provider to industry', () => {
    assert.deepEqual(resolvePue({ pue: 1.1, zone: 'aws:us-east-1' }).value, {
      low: 1.1,
      mid: 1.1,
      high: 1.1,
    });
    assert.equal(resolvePue({ zone: 'aws:ap-south-1' }).value.mid, 1.42);
    const provider = resolvePue({ zone: 'azure:australiaeast' });
    assert.equal(provider.value.mid, 1.17);
    assert.match(provider.assumptions[0]?.note ?? '', /average of azure/);
    assert.deepEqual(resolvePue({ zone: 'FR' }).value, { low: 1.08, mid: 1.56, high: 1.59 });
  });

  it('refuses one below 1', () => {
    assert.throws(() => resolvePue({ pue: 0.9 }), /PUE of 0.9 cannot be/);
  });
});

describe('WUE', () => {
  it('is unknown where nobody publishes it', () => {
    assert.equal(resolveWue({ zone: 'FR' }), undefined);
    assert.equal(resolveWue({ zone: 'gcp:us-central1' }), undefined);
    assert.equal(resolveWue({ zone: 'aws:us-west-2' })?.value.mid, 0.16);
    assert.equal(resolveWue({ wue: 0 })?.value.mid, 0);
  });
});

describe('service life', () => {
  it('has a default with a range, and takes the user’s', () => {
    assert.deepEqual(resolveLifetime({}).value, { low: years(3), mid: years(4), high: years(6) });
    assert.deepEqual(resolveLifetime({ lifetime: years(5) }).value, {
      low: years(5),
      mid: years(5),
      high: years(5),
    });
    assert.equal(resolveUtilization({}).value.mid, 0.85);
  });

  it('refuses what cannot be', () => {
    assert.throws(() => resolveLifetime({ lifetime: seconds(0) }), /0 years cannot be/);
    assert.throws(() => resolveUtilization({ utilization: 60 }), /share above 0 and up to 1/);
    assert.throws(() => resolveUtilization({ utilization: 0 }), /share above 0/);
  });
});
