import { compareRanks } from '../traces/analysis/ranks';
import { type AnalysisName, analyse, DEFAULT_ANALYSES } from '../traces/analysis/registry';
import { select } from '../traces/analysis/windows';
import type { Trace } from '../traces/columns';
import { whyAbsent } from './documents/analyses/absent';
import type { Recording } from './recording';
import type { DeviceFigures, deviceFigures } from './trace-device';
import type { TraceRankReport, TraceReport, TraceWindow } from './types';
import { versioned } from './version';

/** Figures of the device, which take its catalogue. */
export const OF_DEVICE: readonly AnalysisName[] = ['energy', 'roofline', 'traffic'];

/** Whether what is asked for takes the device that was recorded on. */
export const needDevice = (names: readonly AnalysisName[]): boolean =>
  names.some((name) => OF_DEVICE.includes(name));

const NO_FIGURES: DeviceFigures = { detail: {}, absent: {} };

/** The catalogue is loaded where it is needed: that takes longer than the breakdowns of many a trace. */
const figuresOf = async (...asked: Parameters<typeof deviceFigures>): Promise<DeviceFigures> =>
  needDevice(asked[2]) ? (await import('./trace-device')).deviceFigures(...asked) : NO_FIGURES;

const rankReport = async (
  trace: Trace,
  rank: number,
  window: TraceWindow,
  names: readonly AnalysisName[],
  recording: Recording,
): Promise<TraceRankReport> => {
  const results = analyse(trace, window, names);
  const { detail, absent } = await figuresOf(trace, results, names, recording);
  const { energy: _counted, ...others } = results;
  const found: TraceRankReport = { rank, ...others, ...detail };
  const missing = names
    .filter((name) => !(name in found))
    .map((name): readonly [AnalysisName, string] => [name, absent[name] ?? whyAbsent(name, trace)]);
  return missing.length === 0 ? found : { ...found, absent: Object.fromEntries(missing) };
};

/**
 * Analyses of one trace a rank, and with `collectives` how the ranks wait for each other. A trace that does not tell
 * its rank takes its place in the list.
 * @throws Problem for a part, zone, PUE or lifetime that cannot be
 */
export const traceReport = async (
  traces: readonly Trace[],
  window: TraceWindow = 'all',
  names: readonly AnalysisName[] = DEFAULT_ANALYSES,
  recording: Recording = {},
): Promise<TraceReport> => {
  // HTA numbers ranks by the list it is given, whatever the traces say of themselves.
  const rankOf = (trace: Trace, place: number): number =>
    window === 'hta' ? place : (trace.metadata.distributed?.rank ?? place);
  const across = names.includes('collectives')
    ? compareRanks(
        traces.map((trace, place) => ({ rank: rankOf(trace, place), selection: select(trace, window) })),
      )
    : undefined;
  const ranks: TraceRankReport[] = [];
  for (const [place, trace] of traces.entries())
    ranks.push(await rankReport(trace, rankOf(trace, place), window, names, recording));
  return versioned({
    window,
    ranks,
    ...(across === undefined ? {} : { across }),
  });
};
