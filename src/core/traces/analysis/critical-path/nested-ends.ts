/**
 * The ends of one thread's events in ascending order. Events that nest end in the opposite order of their starts, which a
 * stack tells; only where some overlap without nesting are the ends sorted.
 * @param rows by start, the longer first @param start @param end by row
 */
export const nestedEnds = (rows: Uint32Array, start: Float64Array, end: Float64Array): Float64Array => {
  const ends = new Float64Array(rows.length);
  const open = new Float64Array(rows.length);
  let depth = 0;
  let count = 0;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    const from = start[row] ?? 0;
    const to = end[row] ?? 0;
    while (depth > 0 && (open[depth - 1] ?? 0) <= from) ends[count++] = open[--depth] ?? 0;
    if (depth > 0 && to > (open[depth - 1] ?? 0)) return sortedEnds(rows, end);
    open[depth++] = to;
  }
  while (depth > 0) ends[count++] = open[--depth] ?? 0;
  return ends;
};

const sortedEnds = (rows: Uint32Array, end: Float64Array): Float64Array => {
  const ends = new Float64Array(rows.length);
  for (let place = 0; place < rows.length; place++) ends[place] = end[rows[place] ?? 0] ?? 0;
  return ends.sort();
};
