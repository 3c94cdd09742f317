import { Problem } from '../core/problem';
import { acrossRanks } from '../core/report/pages/ranks';
import { tracePage } from '../core/report/pages/registry';
import { compareRanks, type RankSelection, type RanksReport } from '../core/traces/analysis/ranks';
import type { TracePage } from '../core/report/pages/page';
import type { RankFolder } from '../protocol/analysis';
import type { Progress } from '../protocol/panel-state';
import { openFile, type OpenTrace, traceIn } from './open-file';

/** A rank says itself which it is; else its place among the files tells. */
const rankOf = ({ selection }: OpenTrace, place: number): number =>
  selection().trace.metadata.distributed?.rank ?? place;

/** Traces that were read of a folder before, by the names of their files. */
export type KnownRanks = Map<string, { readonly version: string; readonly trace: OpenTrace }>;

/**
 * Reads one trace a rank, in the order of the ranks; each knows the others' numbers and shares the page that sets them
 * side by side. What `known` has of the same version is not read again, and `known` then has what was read now.
 * @throws Problem that names the file
 */
export const openRanks = async (
  { files }: RankFolder,
  report: (progress: Progress) => void,
  known: KnownRanks = new Map(),
): Promise<readonly OpenTrace[]> => {
  const read: OpenTrace[] = [];
  for (const [place, source] of files.entries()) {
    const version = source.kind === 'file' ? source.version : undefined;
    const before = known.get(source.name);
    if (before !== undefined && before.version === version) {
      read.push(before.trace);
      continue;
    }
    const message = `Reading trace ${place + 1} of ${files.length}`;
    try {
      const opened = await openFile(source, ({ fraction = 0 }) =>
        report({ message, fraction: (place + fraction) / files.length }),
      );
      const trace = traceIn(opened);
      read.push(trace);
      if (version === undefined) known.delete(source.name);
      else known.set(source.name, { version, trace });
    } catch (error) {
      if (error instanceof Problem) throw error.inFile(source.name);
      throw error;
    }
  }
  const names = new Set(files.map(({ name }) => name));
  for (const name of [...known.keys()]) if (!names.has(name)) known.delete(name);
  const readAt = Date.now();
  const numbered = read
    .map((trace, place) => ({ trace, rank: rankOf(trace, place) }))
    .sort((a, b) => a.rank - b.rank);
  const labels = numbered.map(({ rank, trace }) => `Rank ${rank}: ${trace.inspection.name}`);
  const selections = (): readonly RankSelection[] =>
    numbered.map(({ rank, trace }) => ({ rank, selection: trace.selection() }));
  let compared: { readonly report: RanksReport | undefined } | undefined;
  const across = (): RanksReport | undefined => (compared ??= { report: compareRanks(selections()) }).report;
  let page: TracePage | undefined;
  const acrossPage = (): TracePage => (page ??= acrossRanks(selections(), across()));
  return numbered.map(({ trace, rank }, shown) => {
    let communication: TracePage | undefined;
    const communicationPage = (): TracePage => {
      const ranks = across();
      return (communication ??=
        ranks === undefined
          ? trace.page('communication')
          : tracePage(trace.selection(), 'communication', { rank, ranks }));
    };
    return {
      ...trace,
      // What is said across ranks is another when one of them is; and two read within a millisecond are two all the same.
      readAt: readAt + shown,
      ranks: { shown, labels },
      across,
      page: (id) =>
        id === 'ranks' ? acrossPage() : id === 'communication' ? communicationPage() : trace.page(id),
    };
  });
};
