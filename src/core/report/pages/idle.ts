import type { IdleReport } from '../../traces/analysis/idle';
import { formatCount, formatQuantity, formatShare } from '../../units/format';
import { streamName } from '../documents/analyses/blocks';
import { analysisBlocks } from '../documents/trace';
import { MOST_BARS, note } from './limits';
import type { BarsBlock, PageBlock, PageMaker } from './page';

const NOTHING = 'Nothing ran on a device in this trace, or it was not recorded.';
const NO_LAUNCHES = 'The trace does not tie device events to their launches, so nothing is said of those.';

const total = ({ hostWait, kernelWait, other }: IdleReport): number => hostWait + kernelWait + other;

const streamBars = (streams: readonly IdleReport[]): BarsBlock => {
  const drawn = [...streams].sort((a, b) => total(b) - total(a)).slice(0, MOST_BARS);
  const all = streams.reduce((sum, stream) => sum + total(stream), 0);
  const waiting = streams.reduce((sum, { hostWait }) => sum + hostWait, 0);
  const more =
    streams.length > drawn.length ? ` The ${drawn.length} most idle of ${streams.length} are drawn.` : '';
  return {
    kind: 'bars',
    title: 'Gaps between the work of each stream, by reason',
    summary:
      `The gaps of all streams add up to ${formatQuantity(all, 's')}; in ` +
      `${formatShare(all === 0 ? undefined : waiting / all)} of that the host had not launched the next kernel yet.${more}`,
    unit: 's',
    labels: drawn.map(streamName),
    series: [
      { name: 'waits for the host', values: drawn.map(({ hostWait }) => hostWait) },
      { name: 'between kernels', values: drawn.map(({ kernelWait }) => kernelWait) },
      { name: 'other', values: drawn.map(({ other }) => other) },
    ],
  };
};

export const idlePage: PageMaker = {
  id: 'idle',
  analyses: ['temporal', 'idle', 'launch', 'queue'],
  blocks: (results): readonly PageBlock[] => {
    const { temporal, idle, launch } = results;
    if (temporal === undefined) return [note(NOTHING)];
    const { kernelTime } = temporal;
    const share = (seconds: number): string =>
      formatShare(kernelTime === 0 ? undefined : seconds / kernelTime);
    return [
      {
        kind: 'bars',
        title: 'What the device does',
        summary:
          `Of ${formatQuantity(kernelTime, 's')} between its first start and its last end, ${share(temporal.compute)} ` +
          `compute, ${share(temporal.nonCompute)} only communicate or copy, ${share(temporal.idle)} are idle.`,
        unit: 's',
        labels: ['device'],
        series: [
          { name: 'compute', values: [temporal.compute] },
          { name: 'communication and copies alone', values: [temporal.nonCompute] },
          { name: 'idle', values: [temporal.idle], rest: true },
        ],
      },
      ...(idle === undefined ? [] : [streamBars(idle)]),
      ...analysisBlocks(results, 'idle', 'Idle time of each stream'),
      ...(launch === undefined
        ? [note(NO_LAUNCHES)]
        : [
            note(
              `${formatCount(launch.shorterThanLaunch)} of ${formatCount(launch.count)} launches take longer on the host ` +
                'than what they start takes on the device.',
            ),
          ]),
      ...analysisBlocks(results, 'launch', 'Launches: median, least and most'),
      ...analysisBlocks(results, 'queue', 'Work launched and not begun, by stream'),
    ];
  },
};
