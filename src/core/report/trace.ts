import { traceEnergy } from '../estimate/trace-energy';
import { peaksOf, placeProducts, roofOf } from '../estimate/trace-roofline';
import { compareRanks } from '../traces/analysis/ranks';
import { type AnalysisName, analyse, DEFAULT_ANALYSES } from '../traces/analysis/registry';
import { select } from '../traces/analysis/windows';
import type { Trace } from '../traces/columns';
import { recordedPart, type Recording } from './recording';
import { ABSENT, UNTIMED } from './documents/analyses/absent';
import type { TraceRankReport, TraceReport, TraceWindow } from './types';
import { versioned } from './version';

type Detail = Pick<TraceRankReport, 'energy' | 'roofline' | 'roof'>;

/** What the device and the site add to an analysis, and why not where they cannot. */
const withDevice = (
  trace: Trace,
  results: ReturnType<typeof analyse>,
  names: readonly AnalysisName[],
  recording: Recording,
): { readonly detail: Detail; readonly absent: Partial<Record<AnalysisName, string>> } => {
  const wanted = ['energy', 'roofline', 'traffic'].some((name) => names.some((asked) => asked === name));
  const part = wanted ? recordedPart(trace, recording) : undefined;
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

const rankReport = (
  trace: Trace,
  rank: number,
  window: TraceWindow,
  names: readonly AnalysisName[],
  recording: Recording,
): TraceRankReport => {
  const results = analyse(trace, window, names);
  const { detail, absent } = withDevice(trace, results, names, recording);
  const { energy: _counted, ...others } = results;
  const found: TraceRankReport = { rank, ...others, ...detail };
  const missing = names
    .filter((name) => !(name in found))
    .map((name): readonly [AnalysisName, string] => [
      name,
      absent[name] ?? (trace.metadata.untimed === undefined ? ABSENT[name] : UNTIMED),
    ]);
  return missing.length === 0 ? found : { ...found, absent: Object.fromEntries(missing) };
};

/**
 * Analyses of one trace a rank, and with `collectives` how the ranks wait for each other. A trace that does not tell
 * its rank takes its place in the list.
 * @throws Problem for a part, zone, PUE or lifetime that cannot be
 */
export const traceReport = (
  traces: readonly Trace[],
  window: TraceWindow = 'all',
  names: readonly AnalysisName[] = DEFAULT_ANALYSES,
  recording: Recording = {},
): TraceReport => {
  // HTA numbers ranks by the list it is given, whatever the traces say of themselves.
  const rankOf = (trace: Trace, place: number): number =>
    window === 'hta' ? place : (trace.metadata.distributed?.rank ?? place);
  const across = names.includes('collectives')
    ? compareRanks(
        traces.map((trace, place) => ({ rank: rankOf(trace, place), selection: select(trace, window) })),
      )
    : undefined;
  return versioned({
    window,
    ranks: traces.map((trace, place) => rankReport(trace, rankOf(trace, place), window, names, recording)),
    ...(across === undefined ? {} : { across }),
  });
};
