import { traceEnergy } from '../estimate/trace-energy';
import { peaksOf, placeProducts, roofOf } from '../estimate/trace-roofline';
import type { analyse, AnalysisName } from '../traces/analysis/registry';
import type { Trace } from '../traces/columns';
import { recordedPart, type Recording } from './recording';
import type { TraceRankReport } from './types';

/** What the device and the site add to an analysis, and why not where they cannot. */
export interface DeviceFigures {
  readonly detail: Pick<TraceRankReport, 'energy' | 'roofline' | 'roof'>;
  readonly absent: Partial<Record<AnalysisName, string>>;
}

/** @throws Problem for a part, zone or PUE that cannot be */
export const deviceFigures = (
  trace: Trace,
  results: ReturnType<typeof analyse>,
  names: readonly AnalysisName[],
  recording: Recording,
): DeviceFigures => {
  const part = recordedPart(trace, recording);
  const { energy: counted, roofline, traffic } = results;
  const energy = names.includes('energy') ? traceEnergy(trace, counted, part, recording) : undefined;
  const rows =
    roofline === undefined
      ? undefined
      : placeProducts(roofline, part === undefined ? undefined : peaksOf(part));
  const roof =
    part === undefined || (rows === undefined && traffic === undefined)
      ? undefined
      : roofOf(part, rows ?? [], traffic?.rows);
  return {
    detail: {
      ...(energy === undefined || 'unknown' in energy ? {} : { energy }),
      ...(rows === undefined ? {} : { roofline: rows }),
      ...(roof === undefined ? {} : { roof }),
    },
    absent: energy !== undefined && 'unknown' in energy ? { energy: energy.unknown } : {},
  };
};
