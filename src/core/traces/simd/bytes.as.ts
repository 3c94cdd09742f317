/** Bytes of JSON, sixteen at a time. Positions are addresses; the caller keeps zeros behind the last byte. */

export const QUOTE: i32 = 0x22;
export const COMMA: i32 = 0x2c;
export const MINUS: i32 = 0x2d;
export const POINT: i32 = 0x2e;
export const BACKSLASH: i32 = 0x5c;
export const OPEN_BRACKET: i32 = 0x5b;
export const CLOSE_BRACKET: i32 = 0x5d;
export const OPEN_BRACE: i32 = 0x7b;
export const CLOSE_BRACE: i32 = 0x7d;

/** No such position: the bytes are to be read the slow way. */
export const NONE: usize = 0;

const ONES: i64 = -1;
const masks: usize = memory.data(32, 16);
store<i64>(masks, ONES);
store<i64>(masks + 8, ONES);

/** The first `count` bytes of a block, 0 to 16. */
export function firstBytes(count: usize): v128 {
  return v128.load(masks + 16 - count);
}

export function isDigit(c: i32): bool {
  return <u32>(c - 0x30) < 10;
}

/** What may follow a number or a literal. */
export function endsValue(c: i32): bool {
  return (
    c === COMMA || c === CLOSE_BRACE || c === CLOSE_BRACKET || c === 10 || c === 32 || c === 13 || c === 9
  );
}

export function space(p: usize): usize {
  let c: i32 = load<u8>(p);
  while (c === 32 || c === 10 || c === 13 || c === 9) c = load<u8>(++p);
  return p;
}

/** Which of sixteen bytes are a quote or a backslash. */
export function quotes(block: v128): i32 {
  return i8x16.bitmask(
    v128.or(i8x16.eq(block, i8x16.splat(<i8>QUOTE)), i8x16.eq(block, i8x16.splat(<i8>BACKSLASH))),
  );
}

/** From behind an opening quote to the closing one; NONE where there is none before `end`. */
export function closingQuote(p: usize, end: usize): usize {
  let q = p;
  while (q < end) {
    const found = quotes(v128.load(q));
    if (found === 0) {
      q += 16;
      continue;
    }
    q += <usize>ctz(found);
    if (q >= end) return NONE;
    if (load<u8>(q) === <u8>QUOTE) return q;
    q += 2;
  }
  return NONE;
}

/** Behind `null`, `true` or `false`. */
function literal(p: usize): usize {
  const word = load<u32>(p);
  // Little-endian "null", "true", "fals".
  if (word === 0x6c6c756e || word === 0x65757274) return p + 4;
  return word === 0x736c6166 && load<u8>(p + 4) === 0x65 ? p + 5 : NONE;
}

function number(p: usize): usize {
  let q = p;
  let c: i32 = load<u8>(q);
  if (c === MINUS) c = load<u8>(++q);
  if (!isDigit(c)) return NONE;
  while (isDigit(c) || c === POINT || (c | 32) === 0x65 || c === MINUS || c === 0x2b) c = load<u8>(++q);
  return q;
}

/** Which of sixteen bytes need a look inside a container: quotes, brackets, and whatever a number or white space has not. */
function notable(block: v128): i32 {
  const plain = v128.or(
    v128.or(
      // Digits and the colon; then + , - and the point.
      i8x16.lt_u(i8x16.sub(block, i8x16.splat(0x30)), i8x16.splat(11)),
      i8x16.lt_u(i8x16.sub(block, i8x16.splat(0x2b)), i8x16.splat(4)),
    ),
    v128.or(
      i8x16.eq(block, i8x16.splat(0x20)),
      v128.or(
        i8x16.lt_u(i8x16.sub(block, i8x16.splat(9)), i8x16.splat(5)),
        i8x16.eq(v128.or(block, i8x16.splat(0x20)), i8x16.splat(0x65)),
      ),
    ),
  );
  return ~i8x16.bitmask(plain) & 0xffff;
}

/** Behind an object or array; NONE where it does not end before `end` or holds a bare word. */
export function container(p: usize, end: usize): usize {
  let depth = 0;
  let q = p;
  while (q < end) {
    let found = notable(v128.load(q));
    const from = q;
    q += 16;
    while (found !== 0) {
      const at = from + <usize>ctz(found);
      const c: i32 = load<u8>(at);
      found &= found - 1;
      if (c === OPEN_BRACKET || c === OPEN_BRACE) depth++;
      else if (c === CLOSE_BRACKET || c === CLOSE_BRACE) {
        if (--depth === 0) return at < end ? at + 1 : NONE;
      } else {
        q = c === QUOTE ? closingQuote(at + 1, end) : literal(at);
        if (q === NONE) return NONE;
        if (c === QUOTE) q++;
        // What the block holds behind the text is looked at again unless it is of another block.
        if (q >= from + 16) break;
        const passed: i32 = <i32>(q - from);
        found &= ~((1 << passed) - 1);
        q = from + 16;
      }
    }
  }
  return NONE;
}

/** Behind any value, unread; NONE where it is not plain JSON. */
export function value(p: usize, end: usize): usize {
  const c: i32 = load<u8>(p);
  let q: usize;
  if (c === QUOTE) {
    q = closingQuote(p + 1, end);
    return q === NONE ? NONE : q + 1;
  }
  if (c === OPEN_BRACKET || c === OPEN_BRACE) return container(p, end);
  q = c === MINUS || isDigit(c) ? number(p) : literal(p);
  return q !== NONE && endsValue(load<u8>(q)) ? q : NONE;
}
