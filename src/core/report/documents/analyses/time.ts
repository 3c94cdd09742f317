import { formatCount, formatNumber, formatQuantity, formatShare } from '../../../units/format';
import { count, number, quantity, text } from '../../cells';
import { type AnalysisBlocks, facts, secondsUnlessNone, spread, streamName, tableOf } from './blocks';

const share = (part: number, whole: number): string =>
  `${formatQuantity(part, 's')} (${formatShare(whole === 0 ? undefined : part / whole)})`;

/** Where the device's time went. */
export const TIME_BLOCKS = {
  summary: (summary) => [
    facts(
      ['Span', formatQuantity(summary.spanSeconds, 's')],
      ...(summary.deviceEvents === 0
        ? ([['Device events', 'none: nothing ran on a device, or it was not recorded']] as const)
        : ([
            [
              'Device busy',
              summary.deviceBusySeconds === undefined
                ? 'unknown'
                : `${formatQuantity(summary.deviceBusySeconds, 's')} (${formatShare(summary.deviceUtilization)})`,
            ],
            [
              'Device events',
              `${formatCount(summary.deviceEvents)} on ${summary.streams === 1 ? '1 stream' : `${formatCount(summary.streams)} streams`}`,
            ],
          ] as const)),
      ['Operators', formatCount(summary.operators)],
      ['Runtime calls', formatCount(summary.runtimeCalls)],
      ['Profiler steps', formatCount(summary.steps)],
    ),
  ],
  temporal: ({ kernelTime, compute, nonCompute, idle }) => [
    facts(
      ['Device span', formatQuantity(kernelTime, 's')],
      ['Compute', share(compute, kernelTime)],
      ['Other work', share(nonCompute, kernelTime)],
      ['Idle', share(idle, kernelTime)],
    ),
  ],
  kernelTypes: (rows) => [
    tableOf(
      rows,
      [text('Type'), ({ type }) => type.toLowerCase()],
      [number('Time', 's'), ({ seconds }) => quantity(seconds, 's')],
    ),
  ],
  idle: (rows) => [
    tableOf(
      rows,
      [text('Stream'), streamName],
      [number('Waits for the host', 's'), ({ hostWait }) => quantity(hostWait, 's')],
      [number('Between kernels', 's'), ({ kernelWait }) => quantity(kernelWait, 's')],
      [number('Other', 's'), ({ other }) => quantity(other, 's')],
    ),
  ],
  overlap: ({ communication, computation, overlapped, exposed }) => [
    facts(
      ['Communication', formatQuantity(communication, 's')],
      ['  under computation', share(overlapped, communication)],
      ['  exposed', share(exposed, communication)],
      ['Computation', formatQuantity(computation, 's')],
    ),
  ],
  launch: (launch) => [
    facts(
      ['Launches', formatCount(launch.count)],
      ['Call on the host', spread(launch.host, 's')],
      ['Work on the device', spread(launch.device, 's')],
      ['Delay', spread(launch.delay, 's')],
      ['Shorter than their launch', formatCount(launch.shorterThanLaunch)],
      ['Calls over 50 µs', formatCount(launch.slowCalls)],
      ['Delays over 100 µs', formatCount(launch.lateStarts)],
    ),
  ],
  queue: (rows) => [
    tableOf(
      rows,
      [text('Stream'), streamName],
      [
        number('Mean length'),
        ({ timeMean }) => (timeMean === undefined ? '' : { text: formatNumber(timeMean), value: timeMean }),
      ],
      [number('Longest'), ({ points }) => count(points.max)],
      [number('Full', 's'), ({ fullSeconds }) => quantity(fullSeconds, 's')],
    ),
  ],
  steps: ({ steps, durations, variation }) => [
    ...(variation === undefined
      ? []
      : [facts(['Median', spread(durations, 's')], ['Variation', formatShare(variation)])]),
    tableOf(
      steps,
      [text('Step'), (step) => (step.number === undefined ? 'whole trace' : String(step.number))],
      [number('Time', 's'), ({ seconds }) => quantity(seconds, 's')],
      ...secondsUnlessNone(steps, 'Kernels', ({ kernel }) => kernel),
      ...secondsUnlessNone(steps, 'Copies and sets', ({ memcpy, memset }) => memcpy + memset),
      ...secondsUnlessNone(steps, 'Communication', ({ communication }) => communication),
      ...secondsUnlessNone(steps, 'Runtime', ({ runtime }) => runtime),
      ...secondsUnlessNone(steps, 'Data loading', ({ dataLoader }) => dataLoader),
      ...secondsUnlessNone(steps, 'Host operators', ({ host }) => host),
      ...secondsUnlessNone(steps, 'Other', ({ other }) => other),
    ),
  ],
} satisfies AnalysisBlocks;
