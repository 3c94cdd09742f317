/** The headline numbers of a model and of a trace. */
import type { Estimate } from '../../src/core/estimate/estimate-types';
import { devicesWords } from '../../src/core/report/device-count';
import type { SummaryReport } from '../../src/core/traces/analysis/summary';
import type { TemporalReport } from '../../src/core/traces/analysis/temporal';
import {
  formatBounds,
  formatCount,
  formatNumber,
  formatQuantity,
  formatShare,
  UNKNOWN,
} from '../../src/core/units/format';
import { mapRange } from '../../src/core/units/range';
import type { Range } from '../../src/core/units/range';
import type { ModelContent, PanelContent, TraceContent } from '../../src/protocol/panel-state';
import { carbonBasis, deploymentName, unitsName } from './names';
import type { Tile } from './tiles';

export const modelTiles = (content: ModelContent): readonly Tile[] => {
  const { parameters } = content.inspection;
  const active = parameters.active === parameters.total ? '' : `, ${formatCount(parameters.active)} active`;
  return [
    {
      label: 'Parameters',
      value: formatQuantity(parameters.total, 'parameters'),
      detail: `${formatCount(parameters.total)}${active}`,
    },
    {
      label: 'Weights',
      value: formatQuantity(content.inspection.weightBytes, 'B'),
      detail: `as ${content.inspection.dtype}`,
    },
    { label: 'KV cache per token', ...kvCache(content) },
    memoryTile(content),
    ...latencyTiles(content),
    ...workTiles(content),
  ];
};

/** What makes no tokens has one latency: that of a request. */
const latencyTiles = ({ inspection, estimate }: ModelContent): readonly Tile[] =>
  inspection.unit === 'token' || estimate?.latency?.tpot !== undefined
    ? [
        {
          label: 'Time to first token',
          value: formatQuantity(estimate?.latency?.ttft, 's'),
          detail: 'TTFT',
        },
        {
          label: 'Time per output token',
          value: formatQuantity(estimate?.latency?.tpot, 's'),
          detail: 'TPOT',
        },
      ]
    : [
        {
          label: 'Latency',
          value: formatQuantity(estimate?.latency?.request, 's'),
          detail: 'of a request',
        },
      ];

const ranOnDevice = ({ trace }: TraceContent): boolean =>
  trace.ranks.some(({ temporal }) => temporal !== undefined && temporal.kernelTime > 0);

/** Whether there is something to estimate: without work on a device there is nothing to scale to any. */
export const canBeEstimated = (content: PanelContent): boolean =>
  content.kind === 'model' || ranOnDevice(content);

/** What was recorded; of a trace in which no device worked, what the host did. */
export const traceTiles = ({ inspection, trace }: TraceContent): readonly Tile[] => {
  const [first] = trace.ranks;
  const temporal = first?.temporal;
  return [
    {
      label: 'Span',
      value: formatQuantity(inspection.spanSeconds, 's'),
      detail: `${formatCount(inspection.events)} events`,
    },
    ...(temporal === undefined || temporal.kernelTime === 0
      ? hostTiles(first?.summary)
      : [
          { label: 'Device busy', ...share(temporal.compute + temporal.nonCompute, temporal) },
          { label: 'Device idle', ...share(temporal.idle, temporal) },
        ]),
    {
      label: 'Recorded on',
      value: devicesText(inspection.devices.reduce((sum, { count }) => sum + count, 0)),
      detail: inspection.devices.length === 0 ? '' : devicesWords(inspection, inspection.ranks),
    },
  ];
};

const hostTiles = (summary: SummaryReport | undefined): readonly Tile[] => [
  { label: 'Device', value: 'no activity', detail: 'none was recorded' },
  ...(summary === undefined || summary.operators === 0
    ? []
    : [{ label: 'Operators', value: formatCount(summary.operators), detail: 'calls on the host' }]),
  ...(summary === undefined || summary.steps === 0
    ? []
    : [{ label: 'Profiler steps', value: formatCount(summary.steps) }]),
];

/** What a trace would take on the accelerator chosen; nothing where that cannot be estimated, which a notice then says. */
export const estimateTiles = (content: TraceContent): readonly Tile[] =>
  content.estimate === undefined ? [] : workTiles(content);

const devicesText = (count: number): string =>
  count === 0 ? 'no device' : count === 1 ? '1 device' : `${formatCount(count)} devices`;

const kvCache = ({ inspection }: ModelContent): Omit<Tile, 'label'> =>
  inspection.kvBytesPerToken === undefined
    ? { value: 'none', detail: 'this family keeps no KV cache' }
    : { value: formatQuantity(inspection.kvBytesPerToken, 'B'), detail: `over ${inspection.layers} layers` };

const memoryTile = ({ estimate }: PanelContent): Tile => {
  const memory = estimate?.memory;
  if (memory === undefined) return { label: 'Memory', value: UNKNOWN };
  const value = formatQuantity(memory.total, 'B');
  if (memory.missing === undefined) {
    const { capacity } = memory;
    const detail = capacity === undefined ? 'capacity unknown' : `fits in ${formatQuantity(capacity, 'B')}`;
    return { label: 'Memory', value, detail };
  }
  return {
    label: 'Memory',
    value,
    detail: `does not fit: ${formatQuantity(memory.missing, 'B')} too little`,
    bad: true,
  };
};

/** Of the time between the device's first event and its last, which may be less than the trace's. */
const share = (seconds: number, { kernelTime }: TemporalReport): Omit<Tile, 'label'> => ({
  value: formatShare(seconds / kernelTime),
  detail: `${formatQuantity(seconds, 's')} of ${formatQuantity(kernelTime, 's')} from its first event to its last`,
});

/** What it takes on the accelerator chosen. */
const workTiles = (content: PanelContent): readonly Tile[] => {
  const { estimate } = content;
  const on = estimate === undefined ? UNKNOWN : `on ${deploymentName(content, estimate)}`;
  const unit = estimate?.workload.unit ?? (content.kind === 'model' ? content.inspection.unit : 'step');
  const perSecond = estimate?.throughput.unitsPerSecond;
  const energy = estimate?.energy;
  const facility = estimate?.facility;
  return [
    {
      label: `Throughput`,
      value: perSecond === undefined ? UNKNOWN : `${formatNumber(perSecond)} ${unitsName(unit)}/s`,
      detail: on,
    },
    {
      label: `Energy per ${unit}`,
      value: formatQuantity(energy?.joulesPerUnit, 'J'),
      detail:
        facility === undefined
          ? 'accelerators alone'
          : `${formatQuantity(facility.joulesPerUnit, 'J')} with host and PUE`,
    },
    {
      label: 'Average power',
      value: formatQuantity(energy?.averageWatts, 'W'),
      detail: 'accelerators alone',
    },
    carbonTile(estimate),
  ];
};

const carbonTile = (estimate: Estimate | undefined): Tile => {
  if (estimate === undefined) return { label: 'Carbon', value: UNKNOWN };
  const { factor, per } = carbonBasis(estimate);
  const scaled = (range: Range<number>): Range<number> => mapRange(range, (grams) => grams * factor);
  const label = `Carbon${per}`;
  const { operational, total } = estimate.carbon;
  if (total !== undefined) return { label, ...rangeTile(scaled(total), 'operational and embodied') };
  if (operational !== undefined)
    return { label, ...rangeTile(scaled(operational), 'operational; embodied unknown') };
  return { label, value: UNKNOWN };
};

const rangeTile = (range: Range<number>, of: string): Omit<Tile, 'label'> => ({
  value: formatQuantity(range.mid, 'gCO2e'),
  detail: `${formatBounds(range, 'gCO2e')} · ${of}`,
});
