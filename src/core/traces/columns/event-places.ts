/** Tables of a trace whose rows are events of the file, or of which an event gives some. */
export const PLACED_TABLES = ['slices', 'flows', 'instants', 'memory', 'counters'] as const;
export type PlacedTable = (typeof PLACED_TABLES)[number];

/**
 * Where events stand in the text of a trace, so that one of them can be read again: of stretches of some thousand events
 * the first byte, and the first row of each table. Bytes are those of the unpacked text in UTF-8.
 */
export interface EventPlaces {
  /** Of each stretch; ascending. */
  readonly byte: Float64Array;
  readonly firstRow: Readonly<Record<PlacedTable, Uint32Array>>;
  /** Where the dictionary of the stacks' frames begins; absent of a file without one. */
  readonly stackFrames?: number;
}

/** The bytes that hold a row of a table; without an end they reach to that of the events. */
export interface Stretch {
  readonly from: number;
  readonly to?: number;
  /** First row of each table in it. */
  readonly firstRow: Readonly<Record<PlacedTable, number>>;
}

/** The stretch that a row was read in; undefined for a row that there is not. */
export const stretchOf = (
  { byte, firstRow }: EventPlaces,
  table: PlacedTable,
  row: number,
): Stretch | undefined => {
  const rows = firstRow[table];
  let low = 0;
  let high = rows.length;
  // The last stretch that begins at or before the row: those before it may be without rows of this table.
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) <= row) low = middle + 1;
    else high = middle;
  }
  const at = low - 1;
  const from = byte[at];
  if (from === undefined) return undefined;
  const to = byte[at + 1];
  return {
    from,
    ...(to === undefined ? {} : { to }),
    firstRow: {
      slices: firstRow.slices[at] ?? 0,
      flows: firstRow.flows[at] ?? 0,
      instants: firstRow.instants[at] ?? 0,
      memory: firstRow.memory[at] ?? 0,
      counters: firstRow.counters[at] ?? 0,
    },
  };
};
