/**
 * Columns of numbers that rows may have (../columns/number-column.ts) as loops.ts puts them: the number of pages, then of each its
 * address with the place of its width in the lowest bits, or 0.
 */
const PAGE_BITS = 10;
const PAGE_MASK = 1023;
const WIDTH_MASK: usize = 15;

/** The value at a row, or `fallback` where the event has none. */
export function valueAt(column: usize, row: i32, fallback: f64): f64 {
  const index = row >>> PAGE_BITS;
  if (index >= load<i32>(column)) return fallback;
  const entry = load<usize>(column + ((<usize>index + 1) << 2));
  if (entry === 0) return fallback;
  const page = entry & ~WIDTH_MASK;
  const place = <usize>(row & PAGE_MASK);
  const width = entry & WIDTH_MASK;
  if (width === 1) {
    const value = load<i8>(page + place);
    return value === i8.MIN_VALUE ? fallback : <f64>value;
  }
  if (width === 2) {
    const value = load<i16>(page + (place << 1));
    return value === i16.MIN_VALUE ? fallback : <f64>value;
  }
  if (width === 4) {
    const value = load<i32>(page + (place << 2));
    return value === i32.MIN_VALUE ? fallback : <f64>value;
  }
  const value = load<f64>(page + (place << 3));
  return isNaN(value) ? fallback : value;
}

/** The TextId at a row, or 0. */
export function textAt(column: usize, row: i32): i32 {
  return <i32>valueAt(column, row, 0);
}
