/** The headline numbers of a model and of a trace. */
import type { Estimate } from '../../src/core/estimate/estimate-types';
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
    ...estimateTiles(content),
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

export const traceTiles = (content: TraceContent): readonly Tile[] => {
  const { inspection, trace } = content;
  const first = trace.ranks[0]?.temporal;
  return [
    {
      label: 'Span',
      value: formatQuantity(inspection.spanSeconds, 's'),
      detail: `${formatCount(inspection.events)} events`,
    },
    { label: 'Device busy', ...busy(first) },
    { label: 'Device idle', ...share(first?.idle, first) },
    {
      label: 'Recorded on',
      value: devicesText(inspection.devices.reduce((sum, { count }) => sum + count, 0)),
      detail: inspection.devices.map(({ name, count }) => `${count} × ${name}`).join(', '),
    },
    ...estimateTiles(content),
  ];
};

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

const busy = (temporal: TemporalReport | undefined): Omit<Tile, 'label'> =>
  share(temporal && temporal.compute + temporal.nonCompute, temporal);

const share = (seconds: number | undefined, temporal: TemporalReport | undefined): Omit<Tile, 'label'> =>
  seconds === undefined || temporal === undefined || temporal.kernelTime === 0
    ? { value: UNKNOWN, detail: 'no device activity was recorded' }
    : { value: formatShare(seconds / temporal.kernelTime), detail: formatQuantity(seconds, 's') };

/** What it takes on the accelerator chosen above. */
const estimateTiles = (content: PanelContent): readonly Tile[] => {
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
