import type { Metric } from '../../compare/metrics';
import type { Sensitivity } from '../../compare/sensitivity';
import { formatNumber, formatShare } from '../../units/format';
import type { LadderUnit } from '../../units/ladders';
import { number, quantity, text } from '../cells';
import type { Block } from '../document';
import { tableOf } from './analyses/blocks';

const UNITS: Readonly<Record<Metric, LadderUnit | undefined>> = {
  latency: 's',
  throughput: undefined,
  energy: 'J',
  carbon: 'gCO2e',
};

/** Assumptions by how much they move a metric, each at both ends of its range while the others keep their middle. */
export const sensitivityTable = (metric: Metric, rows: readonly Sensitivity[]): Block => {
  const unit = UNITS[metric];
  const shown = (value: number) =>
    unit === undefined ? { text: `${formatNumber(1 / value)}/s`, value } : quantity(value, unit);
  return {
    ...tableOf(
      rows,
      [text('Assumption'), ({ id }) => id],
      [number('At its low', unit), ({ low }) => shown(low)],
      [number('At its high', unit), ({ high }) => shown(high)],
      [number('Moves the answer'), ({ swing }) => ({ text: formatShare(swing), value: swing })],
    ),
    heading: `What moves ${metric} most`,
  };
};
