import { SCHEMA_VERSION } from './types';

/** Puts the schema's version in front of a report. */
export const versioned = <T extends object>(
  report: T,
): { readonly schemaVersion: typeof SCHEMA_VERSION } & T => ({
  schemaVersion: SCHEMA_VERSION,
  ...report,
});
