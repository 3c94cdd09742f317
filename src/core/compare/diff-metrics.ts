import type { Estimate } from '../estimate/estimate-types';
import type { LadderUnit } from '../units/ladders';

/** What two versions are compared on. */
export interface DiffSide {
  /** Of a model; a trace has none. */
  readonly parameters?: number | undefined;
  /** Measured, per functional unit; only of a trace. */
  readonly deviceSeconds?: number | undefined;
  readonly estimate: Estimate;
}

interface DiffMetric {
  readonly label: string;
  readonly unit: LadderUnit | '';
  /** Whether less is better, more is, or neither. */
  readonly better: 'less' | 'more' | 'neither';
  readonly of: (side: DiffSide) => number | undefined;
}

/** Energy and carbon are per functional unit; `facility` is at the site's meter. */
export const DIFF_METRICS = {
  parameters: { label: 'parameters', unit: '', better: 'neither', of: ({ parameters }) => parameters },
  deviceTime: {
    label: 'measured device time',
    unit: 's',
    better: 'less',
    of: ({ deviceSeconds }) => deviceSeconds,
  },
  weights: { label: 'weights', unit: 'B', better: 'less', of: ({ estimate }) => estimate.memory?.weights },
  kv: { label: 'KV cache', unit: 'B', better: 'less', of: ({ estimate }) => estimate.memory?.kv },
  memory: { label: 'memory', unit: 'B', better: 'less', of: ({ estimate }) => estimate.memory?.total },
  ttft: {
    label: 'time to first token',
    unit: 's',
    better: 'less',
    of: ({ estimate }) => estimate.latency?.ttft,
  },
  tpot: {
    label: 'time per output token',
    unit: 's',
    better: 'less',
    of: ({ estimate }) => estimate.latency?.tpot,
  },
  latency: {
    label: 'time per request',
    unit: 's',
    better: 'less',
    of: ({ estimate }) => estimate.latency?.request,
  },
  throughput: {
    label: 'throughput',
    unit: '',
    better: 'more',
    of: ({ estimate }) => estimate.throughput.unitsPerSecond,
  },
  energy: {
    label: 'energy',
    unit: 'J',
    better: 'less',
    of: ({ estimate }) => estimate.energy?.joulesPerUnit,
  },
  facility: {
    label: 'energy, facility',
    unit: 'J',
    better: 'less',
    of: ({ estimate }) => estimate.facility?.joulesPerUnit,
  },
  operational: {
    label: 'operational carbon',
    unit: 'gCO2e',
    better: 'less',
    of: ({ estimate }) => estimate.carbon.operational?.mid,
  },
  embodied: {
    label: 'embodied carbon',
    unit: 'gCO2e',
    better: 'less',
    of: ({ estimate }) => estimate.carbon.embodied?.mid,
  },
  carbon: {
    label: 'carbon',
    unit: 'gCO2e',
    better: 'less',
    of: ({ estimate }) => estimate.carbon.total?.mid,
  },
} as const satisfies Record<string, DiffMetric>;

export type DiffMetricId = keyof typeof DIFF_METRICS;
export const DIFF_METRIC_IDS = Object.keys(DIFF_METRICS) as readonly DiffMetricId[];
export const diffMetric = (id: DiffMetricId): DiffMetric => DIFF_METRICS[id];
