import { Problem } from '../problem';
import type { Trace } from '../traces/columns';

const TRACE = /\.(json|gz|zip|zst|pb|et|sqlite)$/;

/** Whether a file may be a rank's trace, by its name. */
export const isRankFile = (name: string): boolean => TRACE.test(name);

/**
 * Of the files in a folder those that may be traces, one a rank; `worker10` after `worker9`.
 * @throws Problem where there is none
 */
export const rankFileNames = (names: readonly string[], folder: string): readonly string[] => {
  const traces = names.filter(isRankFile).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (traces.length > 0) return traces;
  throw new Problem('the folder has no trace; expected one file a rank, such as rank0.pt.trace.json.gz', {
    file: folder,
  });
};

const MOST_NAMES = 3;

/** A sentence for each rank that several traces say they are: they are of other runs or other times, and wait for nobody here. */
export const sameRanks = (traces: readonly Pick<Trace, 'name' | 'metadata'>[]): readonly string[] => {
  const names = new Map<number, string[]>();
  for (const { name, metadata } of traces) {
    const rank = metadata.distributed?.rank;
    if (rank !== undefined) names.set(rank, [...(names.get(rank) ?? []), name]);
  }
  return [...names].flatMap(([rank, of]) => {
    if (of.length < 2) return [];
    const more = of.length - MOST_NAMES;
    const listed = [...of.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])];
    return [
      `${listed.slice(0, -1).join(', ')} and ${listed.at(-1) ?? ''} ${of.length === 2 ? 'both' : 'all'} say that they are rank ${rank}; expected one trace a rank, of the same steps`,
    ];
  });
};
