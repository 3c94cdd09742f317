/** What accelerators are compared by. */
import type { Estimate } from '../../src/core/estimate/estimate-types';
import type { CompareReport } from '../../src/core/report/types';
import { mapRange } from '../../src/core/units/range';
import type { Range } from '../../src/core/units/range';
import { plain, quantity } from '../measure';
import type { Measure } from '../measure';
import { carbonBasis, unitsName } from './names';

export interface HardwareMetric {
  readonly id: string;
  readonly label: string;
  /** Absent where less is not better by itself: a slow part may draw little. */
  readonly better?: 'lower' | 'higher';
  readonly of: (estimate: Estimate) => number | undefined;
  readonly range?: (estimate: Estimate) => Range<number> | undefined;
  /** Heads the table's column. */
  readonly column: string;
  /** What one value is for, said once in the table's header and with each value elsewhere: " per token". */
  readonly per?: (example: Estimate) => string;
  readonly measure: (example: Estimate, per: string) => Measure;
  /** Where the report names the best itself. */
  readonly best?: keyof CompareReport['best'];
}

/** A phase's range, as one of its passes has it. */
const passRange =
  (name: string) =>
  ({ phases }: Estimate): Range<number> | undefined => {
    const phase = phases.find((candidate) => candidate.name === name);
    return phase && phase.repeats > 0
      ? mapRange(phase.secondsRange, (seconds) => seconds / phase.repeats)
      : undefined;
  };

const scaledCarbon =
  (part: 'operational' | 'embodied' | 'total') =>
  (estimate: Estimate): Range<number> | undefined => {
    const range = estimate.carbon[part];
    const { factor } = carbonBasis(estimate);
    return range && mapRange(range, (grams) => grams * factor);
  };

export const totalCarbon = scaledCarbon('total');
export const operationalCarbon = scaledCarbon('operational');
export const embodiedCarbon = scaledCarbon('embodied');

/** What counts steps, as a trace does, answers no requests. */
const isOfSteps = ({ workload }: Estimate): boolean => workload.unit === 'step';

export const HARDWARE_METRICS: readonly HardwareMetric[] = [
  {
    id: 'throughput',
    label: 'Throughput',
    column: 'Throughput',
    better: 'higher',
    of: ({ throughput }) => throughput.unitsPerSecond,
    measure: ({ throughput }) => plain(`${unitsName(throughput.unit)}/s`),
    best: 'throughput',
  },
  {
    id: 'ttft',
    label: 'Time to first token',
    column: 'TTFT',
    better: 'lower',
    of: ({ latency }) => latency?.ttft,
    range: passRange('prefill'),
    measure: () => quantity('s'),
  },
  {
    id: 'tpot',
    label: 'Time per output token',
    column: 'TPOT',
    better: 'lower',
    of: ({ latency }) => latency?.tpot,
    range: passRange('decode'),
    measure: () => quantity('s'),
  },
  {
    id: 'request',
    label: 'Time of the whole request',
    column: 'Request',
    better: 'lower',
    of: (row) => (isOfSteps(row) ? undefined : row.latency?.request),
    measure: () => quantity('s'),
    best: 'latency',
  },
  {
    id: 'time',
    label: 'Time of the whole run',
    column: 'Run',
    better: 'lower',
    of: (row) =>
      row.latency === undefined
        ? row.phases.reduce((sum, { seconds }) => sum + seconds, 0)
        : isOfSteps(row)
          ? row.latency.request
          : undefined,
    measure: () => quantity('s'),
    best: 'latency',
  },
  {
    id: 'energy',
    label: 'Energy, accelerators alone',
    column: 'Energy',
    better: 'lower',
    of: ({ energy }) => energy?.joulesPerUnit,
    per: ({ workload }) => ` per ${workload.unit}`,
    measure: (_, per) => quantity('J', per),
    best: 'energy',
  },
  {
    id: 'facility',
    label: 'Energy with host and PUE',
    column: 'Facility energy',
    better: 'lower',
    of: ({ facility }) => facility?.joulesPerUnit,
    per: ({ workload }) => ` per ${workload.unit}`,
    measure: (_, per) => quantity('J', per),
  },
  {
    id: 'power',
    label: 'Average power, accelerators alone',
    column: 'Power',
    of: ({ energy }) => energy?.averageWatts,
    measure: () => quantity('W'),
  },
  {
    id: 'carbon',
    label: 'Carbon, operational and embodied',
    column: 'Carbon',
    better: 'lower',
    of: (estimate) => totalCarbon(estimate)?.mid,
    range: totalCarbon,
    per: (estimate) => carbonBasis(estimate).per,
    measure: (_, per) => quantity('gCO2e', per),
    best: 'carbon',
  },
];

/** As charts and sentences have it: each value says what it is for. */
export const measureOf = (metric: HardwareMetric, example: Estimate): Measure =>
  metric.measure(example, metric.per?.(example) ?? '');
