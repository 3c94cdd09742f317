import type { CollectiveReport } from '../../traces/analysis/collectives';
import { formatQuantity, formatShare } from '../../units/format';
import { count, number, quantity, text } from '../cells';
import { tableOf } from '../documents/analyses/blocks';
import { analysisBlocks } from '../documents/trace';
import { firstRows, note } from './limits';
import type { PageBlock, PageMaker } from './page';
import { waitingText, waitOfRankText } from './waiting';

const collectiveBlocks = (collectives: readonly CollectiveReport[]): readonly PageBlock[] => {
  const { shown, notes } = firstRows(collectives, 'kinds of collectives');
  return [
    {
      heading: 'Collectives of this rank by kind and size',
      ...tableOf(
        shown,
        [text('Collective'), ({ name }) => name],
        [number('Ranks'), ({ groupSize }) => count(groupSize)],
        [number('Size', 'B'), ({ bytes }) => quantity(bytes, 'B')],
        [number('Calls'), (row) => count(row.count)],
        [number('Time', 's'), ({ seconds }) => quantity(seconds, 's')],
        [number('Shortest', 's'), ({ shortest }) => quantity(shortest, 's')],
        [number('Longest', 's'), ({ longest }) => quantity(longest, 's')],
        [
          number('Algorithm bandwidth', 'B/s'),
          ({ algorithmBandwidth }) => quantity(algorithmBandwidth, 'B/s'),
        ],
        [number('Bus bandwidth', 'B/s'), ({ busBandwidth }) => quantity(busBandwidth, 'B/s')],
      ),
    },
    ...notes,
  ];
};

export const communicationPage: PageMaker = {
  id: 'communication',
  analyses: ['overlap', 'collectives'],
  blocks: (results, { among }): readonly PageBlock[] => {
    const { overlap, collectives } = results;
    if (overlap === undefined)
      return collectives === undefined
        ? [note('No device communicates in this trace.')]
        : [
            ...collectiveBlocks(collectives),
            note('The trace has no times: how long they took is not known.'),
          ];
    const { communication, overlapped, exposed } = overlap;
    const hidden = overlapped === 0 ? 'none' : formatShare(overlapped / communication);
    return [
      ...(among === undefined
        ? []
        : [
            note(
              `${waitingText(among.ranks)} ${waitOfRankText(among.ranks, among.rank)} The page Ranks sets them side by side.`,
            ),
          ]),
      {
        kind: 'bars',
        title: 'Communication under computation',
        summary:
          `Of ${formatQuantity(communication, 's')} of communication, ${hidden} runs under computation; ` +
          `${formatQuantity(exposed, 's')} are exposed.`,
        unit: 's',
        labels: ['communication'],
        series: [
          { name: 'under computation', values: [overlapped] },
          { name: 'exposed', values: [exposed] },
        ],
      },
      ...analysisBlocks(results, 'overlap', 'Overlap'),
      ...collectiveBlocks(collectives ?? []),
      note(
        'Times include waiting for other ranks; bandwidths are of the shortest call, which waited least.' +
          (among === undefined
            ? ' A folder with a trace a rank, opened as one, tells waiting and transfer apart.'
            : ''),
      ),
    ];
  },
};
