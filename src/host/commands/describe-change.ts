import type { Estimate } from '../../core/estimate/estimate-types';
import { formatNumber } from '../../core/units/format';

const ratio = (before: number | undefined, after: number | undefined, of: string): readonly string[] =>
  before === undefined || after === undefined || before === 0
    ? []
    : [`${formatNumber(after / before)}× ${of}`];

const label = ({ deployment: { accelerator, count } }: Estimate): string => `${count} × ${accelerator}`;

/** One sentence of what a what-if changed. */
export const describeChange = (before: Estimate, after: Estimate): string => {
  const { unit } = after.throughput;
  const ratios = [
    ...ratio(before.throughput.unitsPerSecond, after.throughput.unitsPerSecond, `${unit}s/s`),
    ...ratio(before.latency?.request, after.latency?.request, 'latency'),
    ...ratio(before.facility?.joulesPerUnit, after.facility?.joulesPerUnit, `energy per ${unit}`),
    ...(before.carbon.per === after.carbon.per
      ? ratio(
          before.carbon.total?.mid,
          after.carbon.total?.mid,
          `CO2e per ${after.carbon.per === 'unit' ? unit : after.carbon.per}`,
        )
      : []),
  ];
  const fit = after.fits ? '' : ', but it does not fit in memory';
  return `${label(before)} → ${label(after)}: ${ratios.join(', ')}${fit}.`;
};
