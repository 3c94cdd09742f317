import { type Bound, BOUNDS } from '../../traces/analysis/critical-path';
import { formatQuantity, formatShare } from '../../units/format';
import { count, number, quantity, text } from '../cells';
import { tableOf } from '../documents/analyses/blocks';
import { firstRows, note } from './limits';
import type { PageBlock, PageMaker } from './page';

const NAMES: Readonly<Record<Bound, string>> = {
  host: 'the host',
  computation: 'computation',
  communication: 'communication',
  copy: 'copies',
  launchDelay: 'launch delay',
  kernelGap: 'gaps between kernels',
};

export const criticalPathPage: PageMaker = {
  id: 'criticalPath',
  analyses: ['criticalPath', 'summary'],
  blocks: ({ criticalPath, summary }): readonly PageBlock[] => {
    if (criticalPath === undefined)
      return [note('The trace has no operators or launches to build a critical path from.')];
    const { seconds, byBound, events, whatIf } = criticalPath;
    const present = BOUNDS.filter((bound) => byBound[bound] > 0);
    const [most] = [...present].sort((a, b) => byBound[b] - byBound[a]);
    const { shown, notes } = firstRows(
      events.filter((event) => event.seconds > 0),
      'events',
    );
    const share = (part: number): string => formatShare(seconds === 0 ? undefined : part / seconds);
    const ofSpan =
      summary === undefined ? '' : ` of the ${formatQuantity(summary.spanSeconds, 's')} recorded`;
    return [
      {
        kind: 'bars',
        title: 'What bounds the critical path',
        summary:
          `The longest chain of work, each of which had to wait for the one before, takes ${formatQuantity(seconds, 's')}${ofSpan}.` +
          (most === undefined
            ? ''
            : present.length === 1
              ? ` All of it is bound by ${NAMES[most]}.`
              : ` Most of it is bound by ${NAMES[most]}: ${share(byBound[most])}.`),
        unit: 's',
        labels: ['critical path'],
        series: present.map((bound) => ({ name: NAMES[bound], values: [byBound[bound]] })),
      },
      {
        heading: 'If all events of a name took no time, the path would be shorter by',
        ...tableOf(
          whatIf,
          [text('Event'), ({ name }) => name],
          [number('Saved', 's'), ({ savedSeconds }) => quantity(savedSeconds, 's')],
          [
            number('Share of the path'),
            ({ savedSeconds }) => ({ text: share(savedSeconds), value: savedSeconds }),
          ],
        ),
      },
      {
        heading: 'What is on the path',
        ...tableOf(
          shown,
          [text('Event'), ({ name }) => name],
          [text('Bound by'), ({ bound }) => NAMES[bound]],
          [number('Stretches'), (event) => count(event.count)],
          [number('Time', 's'), (event) => quantity(event.seconds, 's')],
          [number('Share of the path'), (event) => ({ text: share(event.seconds), value: event.seconds })],
        ),
      },
      ...notes,
    ];
  },
};
