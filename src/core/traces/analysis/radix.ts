/** Sorting rows by a time without comparing them: four passes over 16 bits of the key, each stable. */

const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;
/** Fewer rows are sorted faster by merging. */
export const FEWEST_FOR_RADIX = 1 << 14;

const scratch = new Float64Array(1);
const bits = new Uint32Array(scratch.buffer);

/** Sorts rows in place by a key that is indexed by row, stably; no key is NaN. */
export const radixSort = (rows: Uint32Array, key: Float64Array): Uint32Array => {
  const { length } = rows;
  let low = new Uint32Array(length);
  let high = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    // A double's bits are in order of its value once those of a negative one are turned over; -0 is 0.
    scratch[0] = (key[rows[i] ?? 0] ?? 0) + 0;
    const top = bits[1] ?? 0;
    const negative = top >>> 31 === 1;
    low[i] = negative ? ~(bits[0] ?? 0) : (bits[0] ?? 0);
    high[i] = negative ? ~top : top | 0x8000_0000;
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
  return rows;
};
