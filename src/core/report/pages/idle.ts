import type { IdleReport } from '../../traces/analysis/idle';
import type { QueueReport } from '../../traces/analysis/queue';
import { formatCount, formatNumber, formatQuantity, formatShare } from '../../units/format';
import { streamName } from '../documents/analyses/blocks';
import { analysisBlocks } from '../documents/trace';
import { MOST_BARS, note, shapePoints } from './limits';
import type { BarsBlock, CurveBlock, PageBlock, PageMaker } from './page';

const MOST_CURVES = 3;
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

/** One for each of the streams with the most launches: every stream changes at times of its own. */
const queueCurves = (streams: readonly QueueReport[], first: number): readonly PageBlock[] => {
  const drawn = [...streams].sort((a, b) => b.points.count - a.points.count).slice(0, MOST_CURVES);
  const more =
    streams.length > drawn.length
      ? [
          note(
            `The queues of the ${drawn.length} busiest of ${formatCount(streams.length)} streams are drawn.`,
          ),
        ]
      : [];
  return [...drawn.map((stream) => queueCurve(stream, first)), ...more];
};

const queueCurve = (report: QueueReport, first: number): CurveBlock => {
  const { time, length, points, timeMean, fullSeconds } = report;
  const places = shapePoints(length);
  const at = (values: readonly number[]): readonly number[] => places.map((place) => values[place] ?? 0);
  const peak = length.indexOf(points.max);
  const thinned =
    places.length < length.length
      ? ` ${formatCount(places.length)} of ${formatCount(length.length)} changes are drawn, every stretch's lowest and highest.`
      : '';
  return {
    kind: 'curve',
    title: `Launches waiting for ${streamName(report)}`,
    summary:
      `At most ${formatCount(points.max)} wait, at ${formatQuantity((time[peak] ?? 0) - first, 's')}; over time ` +
      `${timeMean === undefined ? 'it is not known how many' : formatNumber(timeMean)} on average. ` +
      (fullSeconds > 0
        ? `For ${formatQuantity(fullSeconds, 's')} the queue is full, so that the host waits in its launches.`
        : 'The queue is never full.') +
      thinned,
    unit: { things: 'launches' },
    times: at(time).map((seconds) => seconds - first),
    series: [{ name: 'waiting', values: at(length) }],
  };
};

export const idlePage: PageMaker = {
  id: 'idle',
  analyses: ['temporal', 'idle', 'launch', 'queue'],
  blocks: (results, { first }): readonly PageBlock[] => {
    const { temporal, idle, launch, queue } = results;
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
      ...queueCurves(queue ?? [], first),
      ...analysisBlocks(results, 'queue', 'Work launched and not begun, by stream'),
    ];
  },
};
