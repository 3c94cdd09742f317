import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { elsewhere } from '../../../src/core/carbon/grid/elsewhere';
import { chooseStart, readIntensityProfile } from '../../../src/core/carbon/grid/profile';
import { hours, joules } from '../../../src/core/units/quantity';
import { exactly } from '../../../src/core/units/range';

const csv = (values: readonly number[]) =>
  [
    'Datetime (UTC),Zone,gCO2eq/kWh',
    ...values.map((value, hour) => `2025-01-01 ${String(hour).padStart(2, '0')}:00:00,FR,${value}`),
  ].join('\n');
const perKwh = (value: number) => (value * 3.6e6).toFixed(3);

describe('hourly profile', () => {
  it('is read from a CSV', () => {
    const profile = readIntensityProfile(csv([100, 200, 0]));
    assert.equal(profile.step, 3600);
    assert.equal(new Date(profile.start).toISOString(), '2025-01-01T00:00:00.000Z');
    assert.deepEqual(profile.values.map(perKwh), ['100.000', '200.000', '0.000']);
  });

  it('takes the life-cycle column where there are several', () => {
    const text =
      'time;intensity (direct);intensity (Life cycle)\n2025-01-01T00:00Z;1;30\n2025-01-01T01:00Z;2;40\n';
    assert.deepEqual(readIntensityProfile(text).values.map(perKwh), ['30.000', '40.000']);
  });

  it('is refused with the line that is wrong', () => {
    const line = (text: string) => {
      try {
        readIntensityProfile(text);
      } catch (error) {
        return (error as { where?: { line?: number } }).where?.line;
      }
      return assert.fail('nothing was thrown');
    };
    assert.equal(line('a,b\n1,2\n'), 1);
    assert.equal(line(csv([1, -2, 3])), 3);
    assert.equal(line('time,gCO2\n2025-01-01T00:00Z,1\nnoon,2\n'), 3);
    assert.equal(line('time,gCO2\n2025-01-01T00:00Z,1\n2025-01-01T01:00Z,2\n2025-01-01T03:00Z,2\n'), 4);
    assert.equal(line('time,gCO2\n2025-01-01T00:00Z,1\n'), 2);
  });
});

describe('carbon-aware start', () => {
  const profile = readIntensityProfile(csv([300, 100, 50, 150, 400]));

  it('finds the best and the worst hours', () => {
    const choice = chooseStart(profile, hours(2));
    assert.equal(new Date(choice.best.at).getUTCHours(), 1);
    assert.equal(perKwh(choice.best.intensity), '75.000');
    assert.equal(perKwh(choice.worst.intensity), '275.000');
    assert.equal(perKwh(choice.first.intensity), '200.000');
    assert.equal(perKwh(choice.mean), '162.500');
  });

  it('counts a part of the last hour', () => {
    assert.equal(perKwh(chooseStart(profile, hours(1.5)).first.intensity), ((300 + 50) / 1.5).toFixed(3));
  });

  it('needs a profile as long as the job', () => {
    assert.equal(perKwh(chooseStart(profile, hours(5)).first.intensity), '200.000');
    assert.throws(() => chooseStart(profile, hours(5.5)), /longer than the profile/);
  });
});

describe('the same job elsewhere', () => {
  it('is sorted by its carbon, with each region’s PUE', () => {
    const rows = elsewhere(exactly(joules(3.6e6)), ['US-TEX-ERCO', 'SE', 'aws:ap-south-1']);
    assert.deepEqual(
      rows.map(({ zone }) => zone),
      ['SE', 'US-TEX-ERCO', 'aws:ap-south-1'],
    );
    assert.equal(rows[2]?.pue.mid, 1.42);
    assert.ok(elsewhere(exactly(joules(1)), ['SE'], { pue: 1 }).every(({ pue }) => pue.mid === 1));
  });
});
