import { sameRanks } from '../../input/rank-files';
import { type AnalysisResults, analyseSelection } from '../../traces/analysis/registry';
import type { RankSelection, RanksReport } from '../../traces/analysis/ranks';
import { formatQuantity, formatShare } from '../../units/format';
import { number, quantity, text } from '../cells';
import { acrossBlocks } from '../documents/analyses/across';
import { tableOf } from '../documents/analyses/blocks';
import { note } from './limits';
import { waitingText } from './waiting';
import type { BarsBlock, PageBlock, PageMaker, TracePage } from './page';

const ALONE =
  'This trace was opened alone. “Wattlens: Open Trace Folder…” opens a folder with one trace a rank and sets the ranks side by side.';
const NO_COMMUNICATION = 'No collective is on every rank, so that nothing is said of waiting between them.';

/** What a page of one trace says in its place. */
export const ranksPage: PageMaker = { id: 'ranks', analyses: [], blocks: () => [note(ALONE)] };

interface RankTimes {
  readonly rank: number;
  readonly temporal: NonNullable<AnalysisResults['temporal']>;
  /** Communication under which nothing computes. */
  readonly exposed: number;
}

const timesOf = ({ rank, selection }: RankSelection): readonly RankTimes[] => {
  const { temporal, overlap } = analyseSelection(selection, ['temporal', 'overlap']);
  return temporal === undefined ? [] : [{ rank, temporal, exposed: overlap?.exposed ?? 0 }];
};

const span = (times: readonly RankTimes[]): string => {
  const all = times.map(({ temporal }) => temporal.compute);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return `The ranks compute between ${formatQuantity(least, 's')} and ${formatQuantity(most, 's')}, the longest ${formatShare(
    least === 0 ? undefined : most / least - 1,
  )} more than the shortest.`;
};

const deviceBars = (times: readonly RankTimes[]): BarsBlock => ({
  kind: 'bars',
  title: 'What the device of each rank does',
  summary: span(times),
  unit: 's',
  labels: times.map(({ rank }) => `rank ${rank}`),
  series: [
    { name: 'compute', values: times.map(({ temporal }) => temporal.compute) },
    { name: 'exposed communication', values: times.map(({ exposed }) => exposed) },
    {
      name: 'other work alone',
      values: times.map(({ temporal, exposed }) => Math.max(0, temporal.nonCompute - exposed)),
    },
    { name: 'idle', values: times.map(({ temporal }) => temporal.idle), rest: true },
  ],
});

const waitBars = (report: RanksReport): BarsBlock => ({
  kind: 'bars',
  title: 'Communication of each rank: waiting for others, and transfer',
  summary: waitingText(report),
  unit: 's',
  labels: report.ranks.map(({ rank }) => `rank ${rank}`),
  series: [
    { name: 'transfer', values: report.ranks.map(({ transfer }) => transfer) },
    { name: 'waiting', values: report.ranks.map(({ wait }) => wait) },
  ],
});

/** Ranks side by side: what their devices do, who waits for whom, and each kind of collective. */
export const acrossRanks = (ranks: readonly RankSelection[], across: RanksReport | undefined): TracePage => {
  const times = ranks.flatMap(timesOf);
  const blocks: readonly PageBlock[] = [
    ...sameRanks(ranks.map(({ selection: { trace } }) => trace)).map((sentence) => note(`${sentence}.`)),
    ...(times.length === 0
      ? []
      : [
          deviceBars(times),
          {
            heading: 'Device time of each rank',
            ...tableOf(
              times,
              [text('Rank'), ({ rank }) => String(rank)],
              [
                number('From first start to last end', 's'),
                ({ temporal }) => quantity(temporal.kernelTime, 's'),
              ],
              [number('Compute', 's'), ({ temporal }) => quantity(temporal.compute, 's')],
              [number('Exposed communication', 's'), ({ exposed }) => quantity(exposed, 's')],
              [number('Idle', 's'), ({ temporal }) => quantity(temporal.idle, 's')],
            ),
          },
        ]),
    ...(across === undefined ? [note(NO_COMMUNICATION)] : [waitBars(across), ...acrossBlocks(across)]),
  ];
  return { id: 'ranks', blocks };
};
