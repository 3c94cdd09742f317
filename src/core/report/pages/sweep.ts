import { type DesignMetric, figureOf } from '../../compare/metrics';
import type { DesignPoint } from '../../compare/sweep';
import { type WinnerCell, winnerMap } from '../../compare/winners';
import type { RunInput } from '../../models/run-inputs';
import { formatCount, formatShare } from '../../units/format';
import { showFigure, SHOWN_METRICS } from '../design-metrics';
import { frontTable } from '../documents/sweep';
import { frontOf, type FrontMetrics, type Hardware } from '../sweep';
import type { MapBlock, PageBlock, ScatterAxis, ScatterBlock, ScatterPoint } from './page';

/** What a page has room for; a finer grid is shown by its evenly spaced values. */
const MOST_ACROSS = 16;
const MOST_DOWN = 24;
const MOST_POINTS = 1500;

const distinct = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);

/** At most `most` of them, evenly spaced, both ends among them. */
const spaced = <T>(values: readonly T[], most: number): readonly T[] =>
  values.length <= most
    ? values
    : Array.from({ length: most }, (_, index) => {
        const value = values[Math.round((index * (values.length - 1)) / (most - 1))];
        return value === undefined ? [] : [value];
      }).flat();

/** `series` are the names of the deployments, by their place. */
const mapBlock = (
  cells: readonly WinnerCell[],
  metric: DesignMetric,
  series: readonly string[],
  hasInput: boolean,
): MapBlock => {
  const batches = spaced(distinct(cells.map(({ batch }) => batch)), MOST_ACROSS);
  const inputs = spaced(distinct(cells.map(({ input }) => input)), MOST_DOWN);
  const at = new Map(cells.map((cell) => [`${cell.batch} ${cell.input}`, cell]));
  return {
    kind: 'map',
    title: `Where each has the ${SHOWN_METRICS[metric].best}`,
    summary: summaryOf(cells, series),
    across: { name: 'Batch', labels: batches.map(formatCount) },
    down: hasInput
      ? { name: 'Input tokens', labels: inputs.map(formatCount) }
      : { name: 'Run', labels: inputs.map(() => 'best') },
    series,
    rows: inputs.map((input) =>
      batches.map((batch) => {
        const cell = at.get(`${batch} ${input}`);
        const where = placeOf({ batch, input }, hasInput);
        if (cell === undefined) return { text: '…', tie: false, detail: `${where}: not computed yet.` };
        const { winner, value, margin, tie } = cell;
        if (winner === undefined) return { text: '–', tie: false, detail: `${where}: none fits.` };
        const name = series[winner] ?? '';
        const figure = showFigure(metric, value);
        return {
          series: winner,
          text: margin === undefined ? 'alone' : tie ? '≈' : `+${formatCount(Math.round(margin * 100))} %`,
          tie,
          detail:
            margin === undefined
              ? `${where}: ${name} alone fits, with ${figure}.`
              : `${where}: ${name} with ${figure}, the next is ${formatShare(margin)} worse${tie ? ', a tie within the accuracy of the estimates' : ''}.`,
        };
      }),
    ),
  };
};

/** "Batch 8, 1,024 tokens in". */
const placeOf = ({ batch, input }: Pick<DesignPoint, 'batch' | 'input'>, hasInput: boolean): string =>
  `Batch ${formatCount(batch)}${hasInput ? `, ${formatCount(input)} tokens in` : ''}`;

const summaryOf = (cells: readonly WinnerCell[], series: readonly string[]): string => {
  const wins = series
    .map((name, place) => ({
      name,
      won: cells.filter(({ winner, tie }) => winner === place && !tie).length,
    }))
    .filter(({ won }) => won > 0)
    .sort((a, b) => b.won - a.won);
  const ties = cells.filter(({ tie }) => tie).length;
  const none = cells.filter(({ winner }) => winner === undefined).length;
  const told = [
    ...wins.map(({ name, won }) => `${name} in ${formatCount(won)}`),
    ...(ties === 0 ? [] : [`${formatCount(ties)} are ties`]),
    ...(none === 0 ? [] : [`in ${formatCount(none)} none fits`]),
  ];
  return `Of ${formatCount(cells.length)} cells ${told.join(', ')}. Each cell tells how far ahead its best is.`;
};

const axisOf = (metric: DesignMetric): ScatterAxis => {
  const { label, unit, per } = SHOWN_METRICS[metric];
  if (unit !== undefined) return { name: label, unit, label: per };
  return { name: label, label: metric === 'throughput' ? 'units/s' : metric === 'edp' ? 'J·s' : `$${per}` };
};

/** Throughput is drawn as it is said, though its figure is the inverse. */
const drawn = (metric: DesignMetric, point: DesignPoint): number => {
  const figure = figureOf(point, metric) ?? Infinity;
  return metric === 'throughput' ? 1 / figure : figure;
};

const scatterBlock = (
  points: readonly DesignPoint[],
  pair: FrontMetrics,
  series: readonly string[],
  hasInput: boolean,
): ScatterBlock => {
  const [first, second] = pair;
  const front = new Set(frontOf(points, pair));
  const possible = points.filter(
    (point) => point.fits && pair.every((metric) => figureOf(point, metric) !== undefined),
  );
  const shown = [...new Set([...front, ...spaced(possible, MOST_POINTS)])];
  const pointOf = (point: DesignPoint): ScatterPoint => ({
    x: drawn(first, point),
    y: drawn(second, point),
    front: front.has(point),
    detail:
      `${series[point.deployment] ?? ''}; ${placeOf(point, hasInput)}: ` +
      pair.map((metric) => showFigure(metric, figureOf(point, metric))).join(', '),
  });
  const names = [SHOWN_METRICS[first].label, SHOWN_METRICS[second].label.toLowerCase()];
  const on = series.filter((_, place) => [...front].some(({ deployment }) => deployment === place));
  return {
    kind: 'scatter',
    title: `${names.join(' against ')}`,
    summary:
      `${formatCount(front.size)} of ${formatCount(possible.length)} points that fit are beaten on both by no other; ` +
      `they are on ${on.join(', ')} and joined by a line.`,
    x: axisOf(first),
    y: axisOf(second),
    joined: 'all',
    series: series.map((name, place) => ({
      name,
      points: shown.filter(({ deployment }) => deployment === place).map(pointOf),
    })),
  };
};

export interface SweepLook {
  readonly metric: DesignMetric;
  readonly front: FrontMetrics;
  /** Those that act on the model. */
  readonly inputs: readonly RunInput[];
}

/** A sweep's points, as far as there are some: the winner map by one metric, and the front of two. */
export const sweepBlocks = (
  points: readonly DesignPoint[],
  hardware: readonly (Hardware & { readonly name: string })[],
  { metric, front, inputs }: SweepLook,
): readonly PageBlock[] => {
  const hasInput = inputs.includes('input');
  const series = hardware.map(({ name, count }) => (count === 1 ? name : `${count} × ${name}`));
  const has = (wanted: DesignMetric): boolean =>
    points.some((point) => figureOf(point, wanted) !== undefined);
  const unknown = (wanted: DesignMetric): PageBlock => ({
    kind: 'note',
    text:
      wanted === 'cost'
        ? 'The cost is unknown: give prices of an accelerator-hour to see it.'
        : `${SHOWN_METRICS[wanted].label} is unknown on each of these accelerators.`,
  });
  const missing = front.find((wanted) => !has(wanted));
  const rows = missing === undefined ? frontOf(points, front) : [];
  return [
    has(metric) ? mapBlock(winnerMap(points, metric), metric, series, hasInput) : unknown(metric),
    ...(missing !== undefined
      ? [unknown(missing)]
      : rows.length === 0
        ? [
            {
              kind: 'note' as const,
              text: 'The model fits on none of these accelerators, so there is no front.',
            },
          ]
        : [
            scatterBlock(points, front, series, hasInput),
            frontTable(
              front,
              rows.map(({ deployment, ...figures }) => ({
                accelerator: hardware[deployment]?.name ?? '',
                count: hardware[deployment]?.count ?? 1,
                ...figures,
              })),
              inputs,
            ),
          ]),
  ];
};
