import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { EstimateReport, ModelInspection, TraceReport } from '../../src/core/report/types';

interface Reports {
  readonly inspect: ModelInspection;
  readonly estimate: Required<EstimateReport>;
  readonly trace: TraceReport;
}

/** What the command line prints as JSON. */
export const printed = async <K extends keyof Reports>(
  command: K,
  ...args: readonly string[]
): Promise<Reports[K]> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/cli.js', command, ...args]);
  const report: Reports[K] = JSON.parse(stdout);
  return report;
};
