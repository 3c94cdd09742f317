/** Sorting rows by whole nanoseconds without comparing them: four stable passes over 11 bits each. */

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const HALF = DIGITS * DIGITS;
/** Fewer rows are sorted faster by merging. */
export const FEWEST_FOR_RADIX = 1 << 12;

/**
 * Sorts rows in place by a key that is indexed by row, stably. Does nothing and returns false where keys have fractions or
 * are further apart than 44 bits (five hours).
 */
export const radixSort = (rows: Uint32Array, key: Float64Array): boolean => {
  const { length } = rows;
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = 0; i < length; i++) {
    const value = key[rows[i] ?? 0] ?? 0;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  if (!(highest - lowest < HALF * HALF)) return false;
  let low = new Uint32Array(length);
  let high = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const after = (key[rows[i] ?? 0] ?? 0) - lowest;
    const top = Math.floor(after / HALF);
    const rest = after - top * HALF;
    if (rest !== Math.floor(rest)) return false;
    low[i] = rest;
    high[i] = top;
  }
  let source: Uint32Array = rows;
  let target: Uint32Array = new Uint32Array(length);
  let nextLow = new Uint32Array(length);
  let nextHigh = new Uint32Array(length);
  const places = new Uint32Array(DIGITS);
  for (let pass = 0; pass < 4; pass++) {
    const digits = pass < 2 ? low : high;
    const shift = pass % 2 === 0 ? 0 : DIGIT_BITS;
    places.fill(0);
    for (let i = 0; i < length; i++) {
      const digit = ((digits[i] ?? 0) >>> shift) & (DIGITS - 1);
      places[digit] = (places[digit] ?? 0) + 1;
    }
    if (places[((digits[0] ?? 0) >>> shift) & (DIGITS - 1)] === length) continue;
    let before = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = places[digit] ?? 0;
      places[digit] = before;
      before += count;
    }
    for (let i = 0; i < length; i++) {
      const digit = ((digits[i] ?? 0) >>> shift) & (DIGITS - 1);
      const place = places[digit] ?? 0;
      places[digit] = place + 1;
      target[place] = source[i] ?? 0;
      nextLow[place] = low[i] ?? 0;
      nextHigh[place] = high[i] ?? 0;
    }
    [source, target] = [target, source];
    [low, nextLow] = [nextLow, low];
    [high, nextHigh] = [nextHigh, high];
  }
  if (source !== rows) rows.set(source);
  return true;
};
