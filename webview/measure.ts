/** How one metric is shown: the same numbers in tiles, tables, charts and their summaries. */
import { commonStep, formatCount, formatNumber, formatQuantity, UNKNOWN } from '../src/core/units/format';
import type { LadderUnit, Step } from '../src/core/units/ladders';

export interface Measure {
  readonly show: (value: number | undefined) => string;
  /** The unit of an axis that has all these values on it. */
  readonly axis: (values: readonly (number | undefined)[]) => Step;
}

/** `per` follows the unit: quantity('J', '/token') shows "412 mJ/token". */
export const quantity = (unit: LadderUnit, per = ''): Measure => ({
  show: (value) => (value === undefined ? UNKNOWN : `${formatQuantity(value, unit)}${per}`),
  axis: (values) => {
    const { size, label } = commonStep(values, unit);
    return { size, label: `${label}${per}` };
  },
});

/** Whole things: counted('launches') shows "2,130 launches". */
export const counted = (label: string): Measure => ({
  show: (value) => (value === undefined ? UNKNOWN : `${formatCount(value)} ${label}`),
  axis: () => ({ size: 1, label }),
});

/** A rate of things: plain('tokens/s') shows "2,130 tokens/s". */
export const plain = (label: string): Measure => ({
  show: (value) => (value === undefined ? UNKNOWN : `${formatNumber(value)} ${label}`),
  axis: () => ({ size: 1, label }),
});
