/** Numbers as people read them: three significant digits, a unit of a fitting size, and "unknown" for what is not known. */
import { LADDERS } from './ladders';
import type { LadderUnit, Step } from './ladders';
import type { Range } from './range';

export const UNKNOWN = 'unknown';
const DIGITS = 3;

/** `value` is in the base unit that names the ladder: 0.0123 with 's' gives "12.3 ms". */
export const formatQuantity = (value: number | undefined, unit: LadderUnit, digits = DIGITS): string => {
  if (!isKnown(value)) return UNKNOWN;
  const step = stepFor(value, unit, digits);
  // There are no parts of a byte.
  if (unit === 'B' && step.size === 1 && Number.isInteger(value)) return `${value} ${step.label}`;
  return `${formatNumber(value / step.size, digits)} ${step.label}`;
};

/** One unit for all three bounds: "0.31 g CO2e (0.22–0.48)". A range of one value is shown as that value. */
export const formatRange = (range: Range<number> | undefined, unit: LadderUnit, digits = DIGITS): string => {
  if (range === undefined) return UNKNOWN;
  const mid = formatQuantity(range.mid, unit, digits);
  return range.low === range.high
    ? mid
    : `${mid} (${boundsIn(stepFor(range.mid, unit, digits), range, digits)})`;
};

/** The bounds alone, in the unit of `mid`: "0.22–0.48 g CO2e". */
export const formatBounds = (range: Range<number>, unit: LadderUnit, digits = DIGITS): string => {
  const step = stepFor(range.mid, unit, digits);
  return `${boundsIn(step, range, digits)} ${step.label}`;
};

/** The step one axis or column uses for all its values, so that they compare by eye. */
export const commonStep = (values: readonly (number | undefined)[], unit: LadderUnit): Step =>
  stepFor(Math.max(0, ...values.filter(isKnown).map(Math.abs)), unit, DIGITS);

/** `digits` significant digits, thousands grouped, no exponent between 1e-6 and 1e15: 8,030 · 0.0123 · 1.2e-9. */
export const formatNumber = (value: number | undefined, digits = DIGITS): string => {
  if (!isKnown(value)) return UNKNOWN;
  const rounded = roundTo(value, digits);
  const size = Math.abs(rounded);
  if (size !== 0 && (size < 1e-6 || size >= 1e15)) return rounded.toExponential(digits - 1);
  const decimals = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return rounded.toLocaleString('en-US', {
    minimumFractionDigits: Math.min(decimals, 20),
    maximumFractionDigits: 20,
  });
};

/** Every digit, thousands grouped: 8,030,261,248. Whole numbers without `Intl`, whose first use takes 40 ms. */
export const formatCount = (value: number | undefined): string => {
  if (!isKnown(value)) return UNKNOWN;
  return Number.isSafeInteger(value) && !Object.is(value, -0)
    ? String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',')
    : value.toLocaleString('en-US', { maximumFractionDigits: 2 });
};

/** As it was given, up to six digits: 473 · 1.2 · 0.000055. */
export const formatInput = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: 6 });

/** A share of one in per cent, to a tenth: 0.3124 gives "31.2 %"; less than that is "< 0.1 %". */
export const formatShare = (share: number | undefined): string => {
  if (!isKnown(share)) return UNKNOWN;
  if (share !== 0 && Math.abs(share) < 0.0005) return share > 0 ? '< 0.1 %' : '> -0.1 %';
  return `${(share * 100).toFixed(1)} %`;
};

const boundsIn = ({ size }: Step, { low, high }: Range<number>, digits: number): string =>
  `${formatNumber(low / size, digits)}–${formatNumber(high / size, digits)}`;

const isKnown = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);

const roundTo = (value: number, digits: number): number => Number(value.toPrecision(digits));

/** The largest step that the rounded value reaches, so that 999.9 ms is 1.00 s; below the smallest, the smallest. */
const stepFor = (value: number, unit: LadderUnit, digits: number): Step => {
  const steps: readonly Step[] = LADDERS[unit];
  const base = steps.find(({ size }) => size === 1);
  if (value === 0 && base !== undefined) return base;
  const reached = (step: Step): boolean =>
    roundTo(Math.abs(value) / step.size, digits) * step.size >= (step.from ?? step.size);
  return steps.findLast(reached) ?? steps[0] ?? { size: 1, label: unit };
};
