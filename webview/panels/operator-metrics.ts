import type { OperatorRow } from '../../src/core/report/types';
import { formatCount } from '../../src/core/units/format';
import { quantity } from '../measure';
import type { Measure } from '../measure';

export interface OperatorMetric {
  readonly id: string;
  readonly label: string;
  readonly of: (row: OperatorRow) => number | undefined;
  readonly measure: Measure;
  /** Whether a row has none of it, where that is not unknown. */
  readonly none?: (row: OperatorRow) => boolean;
}

const ladder = quantity('parameters');
/** Counted to the last one, because that is what they are checked by; an axis has them by the million. */
const parameters: Measure = {
  show: formatCount,
  axis: (values) => {
    const { size, label } = ladder.axis(values);
    return { size, label: size === 1 ? label : `${label} parameters` };
  },
};

/** In the order in which they are preferred, where a file has them. */
export const OPERATOR_METRICS: readonly OperatorMetric[] = [
  {
    id: 'device',
    label: 'Device time',
    of: ({ deviceSeconds }) => deviceSeconds,
    measure: quantity('s'),
    // It ran on the host and launched nothing itself.
    none: ({ hostSeconds, deviceSeconds }) => hostSeconds !== undefined && deviceSeconds === undefined,
  },
  { id: 'host', label: 'Host time', of: ({ hostSeconds }) => hostSeconds, measure: quantity('s') },
  { id: 'flops', label: 'FLOPs', of: ({ flops }) => flops, measure: quantity('flop') },
  { id: 'bytes', label: 'Bytes moved', of: ({ bytes }) => bytes, measure: quantity('B') },
  {
    id: 'parameters',
    label: 'Parameters',
    of: ({ parameters }) => parameters,
    measure: parameters,
  },
];
