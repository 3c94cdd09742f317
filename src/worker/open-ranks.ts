import { Problem } from '../core/problem';
import { acrossRanks } from '../core/report/pages/ranks';
import type { TracePage } from '../core/report/pages/page';
import type { RankFolder } from '../protocol/analysis';
import type { Progress } from '../protocol/panel-state';
import { openFile, type OpenTrace, traceIn } from './open-file';

/** A rank says itself which it is; else its place among the files tells. */
const rankOf = ({ selection }: OpenTrace, place: number): number =>
  selection().trace.metadata.distributed?.rank ?? place;

/**
 * Reads one trace a rank, in the order of the ranks; each knows the others' numbers and shares the page that sets them
 * side by side.
 * @throws Problem that names the file
 */
export const openRanks = async (
  { files }: RankFolder,
  report: (progress: Progress) => void,
): Promise<readonly OpenTrace[]> => {
  const read: OpenTrace[] = [];
  for (const [place, source] of files.entries()) {
    const message = `Reading trace ${place + 1} of ${files.length}`;
    try {
      const opened = await openFile(source, ({ fraction = 0 }) =>
        report({ message, fraction: (place + fraction) / files.length }),
      );
      read.push(traceIn(opened));
    } catch (error) {
      if (error instanceof Problem) throw error.inFile(source.name);
      throw error;
    }
  }
  const numbered = read
    .map((trace, place) => ({ trace, rank: rankOf(trace, place) }))
    .sort((a, b) => a.rank - b.rank);
  const labels = numbered.map(({ rank, trace }) => `Rank ${rank}: ${trace.inspection.name}`);
  let page: TracePage | undefined;
  const across = (): TracePage =>
    (page ??= acrossRanks(numbered.map(({ rank, trace }) => ({ rank, selection: trace.selection() }))));
  return numbered.map(({ trace }, shown) => ({
    ...trace,
    // Two traces read within a millisecond are two all the same.
    readAt: trace.readAt + shown,
    ranks: { shown, labels },
    page: (id) => (id === 'ranks' ? across() : trace.page(id)),
  }));
};
