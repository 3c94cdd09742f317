declare const unit: unique symbol;

/** A number whose unit is part of its type. Every quantity is in the SI base unit named here. */
export type Quantity<U extends string> = number & { readonly [unit]: U };

export type Seconds = Quantity<'s'>;
export type Joules = Quantity<'J'>;
export type Watts = Quantity<'W'>;
export type Bytes = Quantity<'B'>;
export type BytesPerSecond = Quantity<'B/s'>;
/** Floating-point operations; a multiply-add counts as two. */
export type Flops = Quantity<'flop'>;
export type FlopsPerSecond = Quantity<'flop/s'>;
export type GramsCO2e = Quantity<'gCO2e'>;
/** Grid carbon intensity, in grams per joule. Use `gramsPerKilowattHour` to enter the usual unit. */
export type GramsPerJoule = Quantity<'gCO2e/J'>;
export type SquareMillimetres = Quantity<'mm2'>;
export type Litres = Quantity<'L'>;

export const JOULES_PER_KILOWATT_HOUR = 3.6e6;
export const SECONDS_PER_HOUR = 3600;
export const SECONDS_PER_YEAR = 365 * 24 * SECONDS_PER_HOUR;

const quantity =
  <U extends string>() =>
  (value: number): Quantity<U> =>
    value as Quantity<U>;

export const seconds = quantity<'s'>();
export const joules = quantity<'J'>();
export const watts = quantity<'W'>();
export const bytes = quantity<'B'>();
export const bytesPerSecond = quantity<'B/s'>();
export const flops = quantity<'flop'>();
export const flopsPerSecond = quantity<'flop/s'>();
export const grams = quantity<'gCO2e'>();
export const gramsPerJoule = quantity<'gCO2e/J'>();
export const squareMillimetres = quantity<'mm2'>();
export const litres = quantity<'L'>();

export const gramsPerKilowattHour = (value: number): GramsPerJoule =>
  gramsPerJoule(value / JOULES_PER_KILOWATT_HOUR);
export const hours = (value: number): Seconds => seconds(value * SECONDS_PER_HOUR);
export const years = (value: number): Seconds => seconds(value * SECONDS_PER_YEAR);
