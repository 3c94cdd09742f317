import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { account } from '../../../src/core/carbon/account';
import { carbonModel } from '../../../src/core/carbon/uncertainty/carbon-model';
import { quantilesOf } from '../../../src/core/carbon/uncertainty/distribution';
import { monteCarlo, tornado, type UncertainModel } from '../../../src/core/carbon/uncertainty/uncertainty';
import { uncertaintyOf } from '../../../src/core/carbon/uncertainty/uncertain';
import { typicalDraw } from '../../../src/core/estimate/typical-draw';
import { catalogue } from '../../../src/core/hardware/catalogue';
import { seconds } from '../../../src/core/units/quantity';

const part = catalogue().get('h100-sxm5') ?? assert.fail('no H100');
const run = account({ accelerator: part, hours: 1000, power: 'tdp', zone: 'FR' });
const model = carbonModel(run.inputs);

describe('distributions', () => {
  it('stay within their range and rise with the share', () => {
    const ranges = fc
      .tuple(
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      )
      .map(([low, width, at]) => ({ low, mid: low * (1 + width * at), high: low * (1 + width) }));
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(ranges, share, share, (range, a, b) => {
        const [first, second] = [quantilesOf(range)(Math.min(a, b)), quantilesOf(range)(Math.max(a, b))];
        const slack = 1e-9 * range.high;
        assert.ok(range.low - slack <= first && first <= second + slack && second <= range.high + slack);
      }),
    );
  });

  it('are triangular: half of a symmetric one lies below its middle', () => {
    assert.equal(quantilesOf({ low: 1, mid: 2, high: 3 })(0.5), 2);
    assert.equal(quantilesOf({ low: 1, mid: 2, high: 3 })(0.125).toFixed(9), '1.500000000');
    assert.equal(quantilesOf({ low: 1, mid: 10, high: 100 })(0.5).toFixed(9), '10.000000000');
  });
});

describe('tornado', () => {
  it('puts what matters most first, and leaves out what is certain', () => {
    const bars = tornado(model);
    assert.ok(!bars.some(({ id }) => id === 'energy.it' || id === 'hardware.held'));
    const spans = bars.map(({ atLow, atHigh }) => Math.abs(atHigh - atLow));
    assert.deepEqual(
      spans,
      [...spans].sort((a, b) => b - a),
    );
    assert.equal(bars[0]?.id, 'hardware.utilization');
  });

  it('has the account’s total at its centre', () => {
    const middle = new Map(model.inputs.map(({ id, range }) => [id, range.mid]));
    assert.ok(Math.abs(model.result(middle) / (run.carbon.total?.mid ?? NaN) - 1) < 1e-12);
  });
});

describe('what is said of uncertainty', () => {
  it('has the parts’ means add up to the whole’s, and names what moves together', () => {
    const modelled = account({ accelerator: part, hours: 1000, zone: 'FR', powerModel: typicalDraw });
    const { uncertainty } = uncertaintyOf({
      ...modelled.inputs,
      hardware: modelled.inputs.hardware && {
        ...modelled.inputs.hardware,
        deviceSeconds: { low: seconds(3e6), mid: seconds(3.6e6), high: seconds(5e6) },
      },
    });
    assert.ok(uncertainty?.operational && uncertainty.embodied && uncertainty.energy);
    const sum = uncertainty.operational.mean + uncertainty.embodied.mean;
    assert.ok(Math.abs(sum / uncertainty.mean - 1) < 1e-12);
    assert.ok(uncertainty.energy.p5 > 0.8 * 3.6e6 * 759 && uncertainty.energy.p95 < 3.6e6 * 1700);
    assert.deepEqual(uncertainty.correlations, [
      { inputs: ['energy.it', 'hardware.held'], reason: 'both grow with the time of the work' },
    ]);
  });

  it('is nothing where every input is certain', () => {
    const exact = account({ energyKwh: 10, pue: 1.1, intensity: 300 });
    assert.deepEqual(uncertaintyOf(exact.inputs), {});
  });
});

describe('Monte Carlo', () => {
  it('gives the same result for the same seed', () => {
    assert.deepEqual(monteCarlo(model), monteCarlo(model));
    assert.notEqual(monteCarlo(model, { seed: 1 }).mean, monteCarlo(model, { seed: 2 }).mean);
  });

  it('lies within the account’s low and high, narrower than both', () => {
    const { p5, p50, p95, mean } = monteCarlo(model);
    const { low, high } = run.carbon.total ?? assert.fail('unknown');
    assert.ok(low < p5 && p5 < p50 && p50 < p95 && p95 < high);
    assert.ok(p5 < mean && mean < p95);
  });

  it('finds the mean of a triangular sum', () => {
    const range = { low: 0, mid: 1, high: 2 };
    const sum: UncertainModel = {
      inputs: ['a', 'b'].map((id) => ({ id, label: id, unit: '', range })),
      result: (values) => [...values.values()].reduce((total, value) => total + value, 0),
    };
    const independent = monteCarlo(sum);
    const together = monteCarlo({ ...sum, inputs: sum.inputs.map((input) => ({ ...input, group: 'same' })) });
    assert.ok(Math.abs(independent.mean - 2) < 0.02);
    // Var = 2 · 1/6 when independent, 4 · 1/6 when they move together.
    assert.ok(together.p95 - together.p5 > 1.2 * (independent.p95 - independent.p5));
  });
});
