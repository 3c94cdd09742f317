/** Numbers as JavaScript reads them. What needs more than a few integer steps is left to JavaScript. */
import { isDigit, MINUS, NONE, POINT } from './bytes.as';
import { parse } from './calls.as';

const MAX_SAFE: u64 = 9007199254740991;
const MOST_DIGITS: usize = 18;
const MOST_PLACES: usize = 15;

const powers: usize = memory.data(8 * 16, 16);
let power: f64 = 1;
for (let places: usize = 0; places < 16; places++) {
  store<f64>(powers + (places << 3), power);
  power *= 10;
}

/** The last number. */
export let result: f64 = 0;
/** The last time: whole microseconds, and nanoseconds after them. */
export let whole: i64 = 0;
export let nanoseconds: f64 = 0;
/** Whether the last time had a fraction. */
export let fractional: bool = false;

let digits: u64 = 0;

/** Whether eight bytes are all digits. */
function areDigits(word: u64): bool {
  return (
    ((word & 0xf0f0f0f0f0f0f0f0) | (((word + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) >> 4)) ===
    0x3333333333333333
  );
}

/** The value of eight digits, by pairs of neighbours. */
function eightDigits(word: u64): u64 {
  const pairs = ((word & 0x0f0f0f0f0f0f0f0f) * 2561) >> 8;
  const fours = ((pairs & 0x00ff00ff00ff00ff) * 6553601) >> 16;
  return ((fours & 0x0000ffff0000ffff) * 42949672960001) >> 32;
}

/** Adds the digits from `p` on to `digits`; returns the position behind them. */
function readDigits(p: usize): usize {
  let q = p;
  let sum = digits;
  const word = load<u64>(q);
  if (areDigits(word)) {
    sum = sum * 100000000 + eightDigits(word);
    q += 8;
  }
  let c: i32 = load<u8>(q);
  while (isDigit(c)) {
    sum = sum * 10 + <u64>(c - 0x30);
    c = load<u8>(++q);
  }
  digits = sum;
  return q;
}

/** A JSON number, to `result`; returns the position behind it, or NONE. */
export function number(p: usize): usize {
  const negative = load<u8>(p) === <u8>MINUS;
  const first = negative ? p + 1 : p;
  digits = 0;
  let q = readDigits(first);
  if (q === first) return NONE;
  let places: usize = 0;
  let long = q - first > MOST_DIGITS;
  let c: i32 = load<u8>(q);
  if (c === POINT) {
    const point = q + 1;
    q = readDigits(point);
    places = q - point;
    long = long || places > MOST_PLACES || q - first > MOST_DIGITS;
    c = load<u8>(q);
  }
  if ((c | 32) === 0x65) {
    do c = load<u8>(++q);
    while (isDigit(c) || c === MINUS || c === 0x2b || c === POINT || (c | 32) === 0x65);
    long = true;
  }
  if (long || digits > MAX_SAFE) {
    result = parse(p, q);
    return isNaN(result) ? NONE : q;
  }
  // A quotient of two integers below 2^53 is rounded once, so it is what Number gives.
  const size = <f64>digits / load<f64>(powers + (places << 3));
  result = negative ? -size : size;
  return q;
}

/** A time that is not negative, to `whole` and `nanoseconds`; returns the position behind it, or NONE. */
export function time(p: usize): usize {
  digits = 0;
  let q = readDigits(p);
  if (q === p || q - p > MOST_DIGITS) return NONE;
  whole = <i64>digits;
  nanoseconds = 0;
  let c: i32 = load<u8>(q);
  fractional = c === POINT;
  if (c === POINT) {
    const point = ++q;
    let fraction = 0;
    c = load<u8>(q);
    while (isDigit(c) && q < point + 9) {
      fraction = fraction * 10 + c - 0x30;
      c = load<u8>(++q);
    }
    const places = q - point;
    nanoseconds =
      places <= 3
        ? <f64>fraction * load<f64>(powers + ((3 - places) << 3))
        : <f64>fraction / load<f64>(powers + ((places - 3) << 3));
    while (isDigit(c)) c = load<u8>(++q);
  }
  return (c | 32) === 0x65 ? NONE : q;
}
