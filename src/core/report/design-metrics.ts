import type { DesignMetric } from '../compare/metrics';
import { formatNumber, formatQuantity, UNKNOWN } from '../units/format';
import type { LadderUnit } from '../units/ladders';
import type { Cell } from './document';

/** How a metric of a sweep is shown. Figures are the ones of `figureOf`, less is better on each. */
interface ShownMetric {
  readonly label: string;
  /** What is best of it: "lowest latency". */
  readonly best: string;
  /** Behind the unit. */
  readonly per: string;
  readonly unit?: LadderUnit;
}

export const SHOWN_METRICS: Readonly<Record<DesignMetric, ShownMetric>> = {
  latency: { label: 'Time per request', best: 'lowest latency', per: '', unit: 's' },
  throughput: { label: 'Throughput', best: 'highest throughput', per: '' },
  energy: { label: 'Energy', best: 'least energy', per: '/unit', unit: 'J' },
  carbon: { label: 'Carbon', best: 'least carbon', per: '/unit', unit: 'gCO2e' },
  ttft: { label: 'Time to first token', best: 'shortest time to first token', per: '', unit: 's' },
  tpot: { label: 'Time per output token', best: 'shortest time per output token', per: '', unit: 's' },
  edp: { label: 'Energy-delay product', best: 'least energy-delay product', per: '' },
  cost: { label: 'Cost', best: 'least cost', per: '/unit' },
};

/** A figure as people say it: throughput the right way up, what has no unit of a ladder by its own. */
export const showFigure = (metric: DesignMetric, figure: number | undefined): string => {
  if (figure === undefined) return UNKNOWN;
  const { unit, per } = SHOWN_METRICS[metric];
  if (unit !== undefined) return `${formatQuantity(figure, unit)}${per}`;
  switch (metric) {
    case 'throughput':
      return `${formatNumber(1 / figure)} units/s`;
    case 'edp':
      return `${formatNumber(figure)} J·s`;
    default:
      return `$${formatNumber(figure)}${per}`;
  }
};

export const figureCell = (metric: DesignMetric, figure: number | undefined): Cell =>
  figure === undefined ? UNKNOWN : { text: showFigure(metric, figure), value: figure };
