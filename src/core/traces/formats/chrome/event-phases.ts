/**
 * Longer than any profile: CUPTI writes 236 years for a kernel whose end it missed
 * (HolisticTraceAnalysis pull request 325 draws the same line).
 */
export const LONGEST_NANOSECONDS = 7 * 24 * 3600 * 1e9;

/** What is done with an event, by its phase; events.as.ts knows `slice`, `flow` and `instant` by number. */
export const Table = {
  skipped: 0,
  slice: 1,
  metadata: 2,
  flow: 3,
  instant: 4,
  begin: 5,
  end: 6,
  counter: 7,
  passedOver: 8,
} as const;

const PHASES: Readonly<Record<string, number>> = {
  X: Table.slice,
  M: Table.metadata,
  B: Table.begin,
  E: Table.end,
  C: Table.counter,
  // Instants.
  ...Object.fromEntries([...'iI'].map((phase) => [phase, Table.instant])),
  // Flows, nestable async events, and the older async events.
  ...Object.fromEntries([...'stfbneSTpF'].map((phase) => [phase, Table.flow])),
  // Legal, and nothing that is kept: samples, objects, memory dumps, marks, contexts, clock syncs.
  ...Object.fromEntries([...'PNODVvcrR()'].map((phase) => [phase, Table.passedOver])),
};

export const TABLE_OF_PHASE = new Uint8Array(256);
for (const [phase, table] of Object.entries(PHASES)) TABLE_OF_PHASE[phase.charCodeAt(0)] = table;
