import { formatNumber, UNKNOWN } from '../../units/format';
import type { Estimate } from '../../estimate/estimate-types';
import { number, quantity, range, text } from '../cells';
import type { Cell, Column, ReportDocument } from '../document';
import type { CompareReport } from '../types';
import { tableOf } from './analyses/blocks';
import { deploymentLabel } from './estimate';

const fit = ({ fits, memory }: Estimate): string => (memory === undefined ? UNKNOWN : fits ? 'yes' : 'no');

const perSecond = ({ throughput }: Estimate): Cell => ({
  text: formatNumber(throughput.unitsPerSecond),
  value: throughput.unitsPerSecond,
});

const METRICS = {
  latency: 'lowest latency',
  throughput: 'highest throughput',
  energy: 'least energy',
  carbon: 'least carbon',
};

/** Columns of which no row knows anything are left out, such as the TTFT of a trace. */
const columnsOf = (unit: string): readonly (readonly [Column, (row: Estimate) => Cell])[] => [
  [text('Accelerator'), deploymentLabel],
  [text('Fits'), fit],
  [number(unit === 'step' ? 'Run' : 'Request', 's'), (row) => quantity(row.latency?.request, 's')],
  [number('TTFT', 's'), (row) => quantity(row.latency?.ttft, 's')],
  [number('TPOT', 's'), (row) => quantity(row.latency?.tpot, 's')],
  [number(`${unit}s/s`), perSecond],
  [number('Power', 'W'), (row) => quantity(row.energy?.averageWatts, 'W')],
  [number(`Energy/${unit}`, 'J'), (row) => quantity(row.energy?.joulesPerUnit, 'J')],
  [number(`Carbon/${unit}`, 'gCO2e'), (row) => range(row.carbon.total, 'gCO2e')],
];

/** Accelerators side by side, and which is best at what. */
export const compareDocument = ({ rows, best }: CompareReport): ReportDocument => {
  const [first] = rows;
  const unit = first?.workload.unit ?? 'unit';
  return {
    title: `${first?.workload.name ?? 'Nothing'} on ${rows.map(deploymentLabel).join(', ')}`,
    blocks: [
      tableOf(rows, ...columnsOf(unit).filter(([, cell]) => rows.some((row) => cell(row) !== UNKNOWN))),
      {
        kind: 'facts',
        heading: 'Best',
        facts: Object.entries(METRICS).map(([metric, label]) => [
          label,
          best[metric as keyof typeof METRICS] ?? UNKNOWN,
        ]),
      },
    ],
  };
};
