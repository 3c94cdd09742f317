/** The questions about a comparison with charts over their tables. */
import type { PrimitiveCost } from '../../compare/primitives';
import type { RankSensitivity } from '../../compare/rank-sensitivity';
import type { UnderLoad } from '../../compare/under-load';
import { formatNumber, formatQuantity, formatShare } from '../../units/format';
import { primitivesTable, rankSensitivityTable, scalingTable } from '../documents/decide';
import { hardwareLabel } from '../documents/sweep';
import { UNDER_LOAD_SOURCE, underLoadFacts } from '../documents/under-load';
import type { DesignMetric } from '../../compare/metrics';
import type { ScalingRow } from '../types';
import type { PageBlock, ScatterBlock } from './page';

/** Throughput over the number, both in powers of ten, so that perfect scaling is a straight line. */
export const scalingBlocks = (
  rows: readonly ScalingRow[],
  nameOf: (id: string) => string,
): readonly PageBlock[] => {
  const series = rows.map(({ accelerator, points }) => ({
    name: nameOf(accelerator),
    points: points.flatMap(({ count, unitsPerSecond, fits, efficiency }) =>
      unitsPerSecond === undefined
        ? []
        : [
            {
              x: count,
              y: unitsPerSecond,
              front: fits === true,
              detail: `${count} × ${nameOf(accelerator)}: ${formatNumber(unitsPerSecond)} units/s, efficiency ${formatShare(efficiency)}${fits === true ? '' : ', does not fit'}`,
            },
          ],
    ),
  }));
  const last = rows.map(({ accelerator, points }) => {
    const most = points.findLast(({ efficiency }) => efficiency !== undefined);
    return `${nameOf(accelerator)} ${most === undefined ? 'not at all' : `keeps ${formatShare(most.efficiency)} at ${most.count}`}`;
  });
  const chart: ScatterBlock = {
    kind: 'scatter',
    title: 'Throughput of more accelerators',
    summary: `Of perfect scaling ${last.join(', ')}. Points where it fits are joined by a line.`,
    x: { name: 'Accelerators', label: '' },
    y: { name: 'Throughput', label: 'units/s' },
    joined: 'series',
    series,
  };
  return [...(series.some(({ points }) => points.length > 0) ? [chart] : []), scalingTable(rows)];
};

/** Times of each primitive, relative to nothing: one bar chart for each, because their sizes have nothing in common. */
export const primitiveBlocks = (
  rows: readonly PrimitiveCost[],
  nameOf: (id: string) => string,
): readonly PageBlock[] => {
  const primitives = [...new Set(rows.map(({ primitive }) => primitive))];
  return [
    primitivesTable(rows.map((row) => ({ ...row, accelerator: nameOf(row.accelerator) }))),
    ...primitives.map((primitive): PageBlock => {
      const own = rows.filter((row) => row.primitive === primitive).sort((a, b) => a.seconds - b.seconds);
      const [first, last] = [own[0], own.at(-1)];
      return {
        kind: 'bars',
        title: `Time of ${primitive}`,
        unit: 's',
        summary:
          first === undefined || last === undefined || first === last
            ? ''
            : `${nameOf(first.accelerator)} is fastest with ${formatQuantity(first.seconds, 's')}, ${nameOf(last.accelerator)} takes ${formatNumber(last.seconds / first.seconds)} times as long.`,
        labels: own.map(({ accelerator }) => nameOf(accelerator)),
        series: [{ name: 'Time', values: own.map(({ seconds }) => seconds) }],
      };
    }),
  ];
};

/** What the reader wants to know first of a long table. */
export const sensitivityBlocks = (
  metric: DesignMetric,
  rows: readonly RankSensitivity[],
): readonly PageBlock[] => {
  const [first] = rows;
  const turning = rows.filter(({ overturns }) => overturns);
  return [
    {
      kind: 'note',
      text:
        first === undefined
          ? 'No assumption moves this figure, or it is unknown.'
          : `${first.id} of ${hardwareLabel(first)} moves the answer most, by ${formatShare(first.swing)}. ` +
            (turning.length === 0
              ? 'No assumption alone changes which is best.'
              : `Which is best hangs on ${turning.map((row) => `${row.id} of ${hardwareLabel(row)}`).join(', ')}.`),
    },
    ...(first === undefined ? [] : [rankSensitivityTable(metric, rows)]),
  ];
};

export const loadBlocks = (
  rows: readonly { readonly name: string; readonly load: UnderLoad }[],
): readonly PageBlock[] => [
  ...rows.map(({ name, load }): PageBlock => ({ ...underLoadFacts(load), heading: name })),
  { kind: 'note', text: UNDER_LOAD_SOURCE },
];
