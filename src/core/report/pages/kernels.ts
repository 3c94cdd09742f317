import { formatCount, formatQuantity, formatShare } from '../../units/format';
import { shortKernelName } from '../../traces/kernel-name';
import type { CodePlace } from '../../traces/source-places';
import { count, number, placed, placeText, quantity, text } from '../cells';
import type { Cell, Column } from '../document';
import { tableOf } from '../documents/analyses/blocks';
import { FULLNESS_NOTE, fullnessColumns, shareColumn } from '../documents/analyses/kernel-columns';
import { repeated, sequenceTable } from '../documents/analyses/sequences';
import { analysisBlocks } from '../documents/trace';
import type { KernelRow } from '../../traces/analysis/kernels';
import { firstRows, MOST_BARS, note } from './limits';
import type { BarsBlock, PageBlock, PageMaker } from './page';

const NOTHING = 'Nothing ran on a device in this trace, or it was not recorded.';
const MOST_SEQUENCES = 100;

const bars = (rows: readonly KernelRow[]): BarsBlock => {
  const all = rows.reduce((sum, row) => sum + row.sum, 0);
  const drawn = rows.slice(0, MOST_BARS);
  const [largest] = drawn;
  const more =
    rows.length > drawn.length
      ? ` The ${drawn.length} largest of ${formatCount(rows.length)} kernels are drawn.`
      : '';
  return {
    kind: 'bars',
    title: 'Device time by kernel',
    summary:
      `${formatQuantity(all, 's')} in all, counting what runs at once each for itself.` +
      (largest === undefined
        ? ''
        : ` The largest share is ${shortKernelName(largest.name)} with ${formatShare(all === 0 ? undefined : largest.sum / all)}.`) +
      more,
    unit: 's',
    labels: drawn.map(({ name }) => name),
    series: [{ name: 'device time', values: drawn.map(({ sum }) => sum) }],
  };
};

export const kernelsPage: PageMaker = {
  id: 'kernels',
  analyses: ['kernelTypes', 'kernels', 'memoryBandwidth', 'sequences', 'sourceLines'],
  blocks: (results): readonly PageBlock[] => {
    const { kernels, sequences, sourceLines } = results;
    const sites = new Map(sourceLines?.kernels.map(({ name, places }) => [name, places]));
    if (kernels === undefined) return [note(NOTHING)];
    const { shown, notes } = firstRows(kernels, 'kernels');
    return [
      bars(kernels),
      ...analysisBlocks(results, 'kernelTypes', 'Device time by what runs at once'),
      {
        heading: 'Kernels',
        ...tableOf(
          shown,
          [text('Kernel'), ({ name }) => name],
          [text('Type'), ({ type }) => type.toLowerCase()],
          [number('Calls'), (row) => count(row.count)],
          [number('Sum', 's'), ({ sum }) => quantity(sum, 's')],
          [number('Mean', 's'), ({ mean }) => quantity(mean, 's')],
          [number('Min', 's'), ({ min }) => quantity(min, 's')],
          [number('Max', 's'), ({ max }) => quantity(max, 's')],
          // One call has no deviation: it is not unknown, there is none.
          [number('Std. dev.', 's'), ({ stddev }) => (stddev === undefined ? '–' : quantity(stddev, 's'))],
          shareColumn(kernels),
          ...fullnessColumns(kernels),
          ...launchColumn(sites),
        ),
      },
      ...notes,
      ...(fullnessColumns(kernels).length > 0 ? [note(FULLNESS_NOTE)] : []),
      ...analysisBlocks(results, 'memoryBandwidth', 'Copies and sets of memory'),
      ...(sequences === undefined ? [] : sequenceBlocks(sequences)),
    ];
  },
};

/** Where a kernel is launched, where the trace tells. */
const launchColumn = (
  sites: ReadonlyMap<string, readonly CodePlace[]>,
): readonly (readonly [column: Column, cell: (row: KernelRow) => Cell])[] =>
  sites.size === 0
    ? []
    : [
        [
          text('Launched from'),
          ({ name }) => {
            const places = sites.get(name) ?? [];
            return placed(placeText(places), places);
          },
        ],
      ];

const sequenceBlocks = (
  sequences: NonNullable<Parameters<PageMaker['blocks']>[0]['sequences']>,
): readonly PageBlock[] => {
  const often = repeated(sequences);
  if (often.length === 0) return [note('No operator launches the same kernels in the same order twice.')];
  const { shown, notes } = firstRows(often, 'sequences', MOST_SEQUENCES);
  return [
    {
      heading: 'The same kernels in the same order, candidates for fusion',
      ...sequenceTable(shown),
    },
    ...notes,
  ];
};
