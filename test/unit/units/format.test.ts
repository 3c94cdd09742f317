import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  commonStep,
  formatBounds,
  formatCount,
  formatInput,
  formatNumber,
  formatQuantity,
  formatRange,
  formatShare,
} from '../../../src/core/units/format';
import { LADDERS } from '../../../src/core/units/ladders';
import type { LadderUnit } from '../../../src/core/units/ladders';

describe('formatQuantity', () => {
  const rows: readonly (readonly [number, LadderUnit, string])[] = [
    [0.0123456, 's', '12.3 ms'],
    [2.5e-9, 's', '2.50 ns'],
    [0.9999, 's', '1.00 s'],
    [90, 's', '90.0 s'],
    [150, 's', '2.50 min'],
    [36_000, 's', '10.0 h'],
    [0.39, 'J', '390 mJ'],
    [1500, 'J', '1.50 kJ'],
    [3.6e6, 'J', '1.00 kWh'],
    [3.6e9, 'J', '1.00 MWh'],
    [700, 'W', '700 W'],
    [10_200, 'W', '10.2 kW'],
    [16_060_522_496, 'B', '16.1 GB'],
    [8, 'B', '8 B'],
    [80e9, 'B', '80.0 GB'],
    [512, 'B', '512 B'],
    [989.4e12, 'flop/s', '989 TFLOP/s'],
    [3.35e12, 'B/s', '3.35 TB/s'],
    [1.4e13, 'flop', '14.0 TFLOP'],
    [0.000_31, 'gCO2e', '310 µg CO2e'],
    [183.44e6, 'gCO2e', '183 t CO2e'],
    [8_030_261_248, 'parameters', '8.03 billion'],
    [124_439_808, 'parameters', '124 million'],
  ];
  for (const [value, unit, text] of rows)
    it(`${value} ${unit} is ${text}`, () => assert.equal(formatQuantity(value, unit), text));

  it('says unknown for what is not known, and shows a zero as a zero', () => {
    assert.equal(formatQuantity(undefined, 's'), 'unknown');
    assert.equal(formatQuantity(Number.NaN, 'J'), 'unknown');
    assert.equal(formatQuantity(0, 'gCO2e'), '0 g CO2e');
  });

  it('keeps the sign', () => assert.equal(formatQuantity(-0.002, 's'), '-2.00 ms'));

  it('shows a number that reads back to within its rounding, for every ladder', () => {
    const units: LadderUnit[] = ['s', 'J', 'W', 'B', 'B/s', 'flop', 'flop/s', 'gCO2e', 'parameters'];
    fc.assert(
      fc.property(
        fc.constantFrom(...units),
        fc.double({ min: 1e-3, max: 1e14, noNaN: true }),
        (unit, value) => {
          const text = formatQuantity(value, unit);
          const number = Number(text.slice(0, text.indexOf(' ')).replaceAll(',', ''));
          const size = LADDERS[unit].find(({ label }) => text.endsWith(` ${label}`))?.size ?? Number.NaN;
          assert.ok(Math.abs(number * size - value) <= 0.005_001 * value, `${value} ${unit} became ${text}`);
        },
      ),
    );
  });
});

describe('ranges', () => {
  it('share one unit', () => {
    assert.equal(formatRange({ low: 0.22, mid: 0.31, high: 0.48 }, 'gCO2e'), '310 mg CO2e (220–480)');
    assert.equal(formatBounds({ low: 900, mid: 1100, high: 1300 }, 'J'), '0.900–1.30 kJ');
  });
  it('of one value are that value', () =>
    assert.equal(formatRange({ low: 2, mid: 2, high: 2 }, 'J'), '2.00 J'));
  it('that are absent are unknown', () => assert.equal(formatRange(undefined, 'J'), 'unknown'));
});

describe('numbers', () => {
  it('have three significant digits and grouped thousands', () => {
    assert.equal(formatNumber(8030.26), '8,030');
    assert.equal(formatNumber(0.012_345), '0.0123');
    assert.equal(formatNumber(99.96), '100');
    assert.equal(formatNumber(1.2e-9), '1.20e-9');
    assert.equal(formatNumber(0), '0');
  });
  it('keep every digit when they are counts', () =>
    assert.deepEqual([8_030_261_248, 999, -1000, 1234.567, 0].map(formatCount), [
      '8,030,261,248',
      '999',
      '-1,000',
      '1,234.57',
      '0',
    ]));
  it('are per cent when they are shares', () => {
    assert.equal(formatShare(0.3124), '31.2 %');
    assert.equal(formatShare(1), '100.0 %');
    assert.equal(formatShare(0.000_02), '< 0.1 %');
    assert.equal(formatShare(0), '0.0 %');
    assert.equal(formatShare(-0.000_34), '> -0.1 %', 'no minus before a zero');
    assert.equal(formatShare(-0.25), '-25.0 %');
  });
  it('are as they were given when they are inputs', () => {
    assert.deepEqual([473, 1.2, 0.000_055, 8_030_261].map(formatInput), [
      '473',
      '1.2',
      '0.000055',
      '8,030,260',
    ]);
  });
  it('have one step for a whole column', () => {
    assert.deepEqual(commonStep([0.5, undefined, 0.0004], 's'), { size: 1e-3, label: 'ms' });
  });
});
