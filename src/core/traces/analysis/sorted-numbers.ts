const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** Fewer are sorted as fast by the engine, which has no code to warm up; so are any that have fractions or lie further apart than 32 bits. */
const FEWEST = 1 << 17;
const WIDEST = 2 ** 32;

/** The numbers in ascending order, in an array of their own: whole ones by their digits, without comparing them. */
export const sortedNumbers = (values: Float64Array): Float64Array => {
  let lowest = Infinity;
  let highest = -Infinity;
  let areWhole = values.length >= FEWEST;
  for (let i = 0; areWhole && i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    areWhole = value === Math.floor(value);
  }
  if (!areWhole || !(highest - lowest < WIDEST)) return values.slice().sort();
  return byDigits(values, lowest, highest - lowest);
};

const byDigits = (values: Float64Array, lowest: number, widest: number): Float64Array => {
  const { length } = values;
  let source = new Uint32Array(length);
  let target = new Uint32Array(length);
  for (let i = 0; i < length; i++) source[i] = (values[i] ?? 0) - lowest;
  const places = new Uint32Array(DIGITS);
  for (let shift = 0; shift < 32 && widest >= 2 ** shift; shift += DIGIT_BITS) {
    places.fill(0);
    for (let i = 0; i < length; i++) {
      const digit = ((source[i] ?? 0) >>> shift) & (DIGITS - 1);
      places[digit] = (places[digit] ?? 0) + 1;
    }
    let before = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = places[digit] ?? 0;
      places[digit] = before;
      before += count;
    }
    for (let i = 0; i < length; i++) {
      const value = source[i] ?? 0;
      const digit = (value >>> shift) & (DIGITS - 1);
      const place = places[digit] ?? 0;
      places[digit] = place + 1;
      target[place] = value;
    }
    [source, target] = [target, source];
  }
  const sorted = new Float64Array(length);
  for (let i = 0; i < length; i++) sorted[i] = (source[i] ?? 0) + lowest;
  return sorted;
};
