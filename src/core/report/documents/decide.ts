/** What helps to decide between accelerators, as tables. */
import type { BreakEven } from '../../compare/break-even';
import type { DesignMetric } from '../../compare/metrics';
import type { PrimitiveCost } from '../../compare/primitives';
import type { RankSensitivity } from '../../compare/rank-sensitivity';
import { formatNumber, formatShare, UNKNOWN } from '../../units/format';
import { count, number, quantity, text } from '../cells';
import { figureCell, SHOWN_METRICS } from '../design-metrics';
import type { Block, Cell, TableBlock } from '../document';
import type { ScalingRow } from '../types';
import { tableOf } from './analyses/blocks';
import { hardwareLabel } from './sweep';

const share = (value: number | undefined): Cell =>
  value === undefined ? UNKNOWN : { text: formatShare(value), value };

const ratio = (value: number | undefined): Cell =>
  value === undefined ? UNKNOWN : { text: `${formatNumber(value)}×`, value };

/** A row for each accelerator and count; a division that cannot be is told in words. */
export const scalingTable = (rows: readonly ScalingRow[]): TableBlock => {
  const points = rows.flatMap(({ accelerator, points: own }) => own.map((point) => ({ accelerator, point })));
  return {
    ...tableOf(
      points,
      [text('Accelerator'), ({ accelerator }) => accelerator],
      [number('Count'), ({ point }) => count(point.count)],
      [text('Divided'), ({ point }) => divisionLabel(point)],
      [
        number('Units/s'),
        ({ point }) =>
          point.unitsPerSecond === undefined
            ? UNKNOWN
            : { text: formatNumber(point.unitsPerSecond), value: point.unitsPerSecond },
      ],
      [number('Speed-up'), ({ point }) => ratio(point.speedup)],
      [number('Efficiency'), ({ point }) => share(point.efficiency)],
      [number('Request', 's'), ({ point }) => quantity(point.latency, 's')],
      [number('Energy/unit', 'J'), ({ point }) => quantity(point.joulesPerUnit, 'J')],
      [number('Carbon/unit', 'gCO2e'), ({ point }) => quantity(point.gramsPerUnit, 'gCO2e')],
      [text('Fits'), ({ point }) => point.reason ?? (point.fits === true ? 'yes' : 'no')],
    ),
    heading: 'More accelerators: throughput against that of the smallest number',
  };
};

const divisionLabel = ({ parallelism }: ScalingRow['points'][number]): string => {
  if (parallelism === undefined) return UNKNOWN;
  const { tensor, pipeline, data } = parallelism;
  const ways = [
    ['TP', tensor],
    ['PP', pipeline],
    ['DP', data],
  ] as const;
  const named = ways.filter(([, many]) => many > 1).map(([name, many]) => `${name} ${many}`);
  return named.length === 0 ? 'whole' : named.join(' × ');
};

/** A row for each primitive and part. */
export const primitivesTable = (rows: readonly PrimitiveCost[]): TableBlock => ({
  ...tableOf(
    [...rows].sort((a, b) => order(rows, a) - order(rows, b) || a.seconds - b.seconds),
    [text('Primitive'), ({ primitive }) => primitive],
    [text('Accelerator'), ({ accelerator }) => accelerator],
    [number('Time', 's'), ({ seconds }) => quantity(seconds, 's')],
    [number('Energy', 'J'), ({ joules }) => quantity(joules, 'J')],
    [
      number('EDP', 'J·s'),
      ({ seconds, joules }) => figureCell('edp', joules === undefined ? undefined : joules * seconds),
    ],
    [text('Bound by'), ({ bound }) => bound],
  ),
  heading: 'Primitives, each as one kernel in bf16: nothing fused, no host',
});

const order = (rows: readonly PrimitiveCost[], { primitive }: PrimitiveCost): number =>
  rows.findIndex((row) => row.primitive === primitive);

/** Where one of a pair needs more even when it is always busy, there is nothing to break even. */
const NEVER = 'never';

export const breakEvenBlocks = (rows: readonly BreakEven[]): readonly Block[] => [
  {
    ...tableOf(
      rows.filter(({ energy, carbon }) => energy !== undefined || carbon !== undefined),
      [text('Accelerator'), (row) => hardwareLabel(row)],
      [text('Against'), (row) => hardwareLabel({ accelerator: row.against, count: row.againstCount })],
      [
        number('Equal energy when busy'),
        ({ energy }) => (energy === undefined ? NEVER : { text: formatShare(energy), value: energy }),
      ],
      [
        number('Equal carbon when busy'),
        ({ carbon }) => (carbon === undefined ? NEVER : { text: formatShare(carbon), value: carbon }),
      ],
    ),
    heading: 'How busy the first must be to match the second, which never idles',
  },
  {
    kind: 'note',
    text: 'Idle boards keep drawing power, and embodied carbon is spread over the time in use. Below its share the first costs more per unit; never: it costs more even when always busy, or its power is unknown.',
  },
];

export const rankSensitivityTable = (metric: DesignMetric, rows: readonly RankSensitivity[]): TableBlock => ({
  ...tableOf(
    rows,
    [text('Accelerator'), (row) => hardwareLabel(row)],
    [text('Assumption'), ({ id }) => id],
    [number('At its low'), ({ low }) => figureCell(metric, low)],
    [number('At its high'), ({ high }) => figureCell(metric, high)],
    [number('Moves the answer'), ({ swing }) => share(swing)],
    [text('Changes the best'), ({ overturns }) => (overturns ? 'yes' : 'no')],
  ),
  heading: `What moves ${SHOWN_METRICS[metric].label.toLowerCase()} most`,
});
