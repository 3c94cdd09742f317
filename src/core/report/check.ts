import type { CheckResult } from '../scenario/check';
import { positionAt } from '../text/located';
import { versioned } from './version';

/** The budgets of one scenario file, held against its estimate. */
export interface CheckedFile {
  readonly file: string;
  readonly text: string;
  readonly results: readonly CheckResult[];
}

/** A result with its place in the file, both lines and columns from 1. */
export interface CheckRow {
  readonly scenario: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly budget: string;
  readonly limit: number;
  readonly actual?: number;
  readonly unit: string;
  readonly ok: boolean;
  readonly message: string;
}

export const checkReport = (files: readonly CheckedFile[]) =>
  versioned({
    results: files.flatMap(({ file, text, results }) =>
      results.map(({ scenario, budget, limit, actual, unit, ok, message, where }): CheckRow => {
        const [start, end] = [positionAt(text, where.start), positionAt(text, where.end)];
        return {
          scenario,
          file,
          line: start.line,
          column: start.column,
          endLine: end.line,
          endColumn: end.column,
          budget,
          limit,
          ...(actual === undefined ? {} : { actual }),
          unit,
          ok,
          message,
        };
      }),
    ),
  });

export type CheckReport = ReturnType<typeof checkReport>;
