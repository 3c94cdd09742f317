import { compareRanks } from '../traces/analysis/ranks';
import { type AnalysisName, analyse, DEFAULT_ANALYSES } from '../traces/analysis/registry';
import { select } from '../traces/analysis/windows';
import type { Trace } from '../traces/columns';
import type { TraceReport, TraceWindow } from './types';
import { versioned } from './version';

/**
 * Analyses of one trace a rank, and with `collectives` how the ranks wait for each other. A trace that does not tell
 * its rank takes its place in the list.
 */
export const traceReport = (
  traces: readonly Trace[],
  window: TraceWindow = 'all',
  names: readonly AnalysisName[] = DEFAULT_ANALYSES,
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
    ranks: traces.map((trace, place) => ({
      rank: rankOf(trace, place),
      ...analyse(trace, window, names),
    })),
    ...(across === undefined ? {} : { across }),
  });
};
