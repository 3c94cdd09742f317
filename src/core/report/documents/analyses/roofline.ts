import type { PlacedProduct, TraceRoof } from '../../../estimate/trace-roofline';
import { formatNumber, formatQuantity, formatShare } from '../../../units/format';
import { type Cell, type Column } from '../../document';
import { count, number, quantity, text } from '../../cells';
import type { Block } from '../../document';
import { tableOf } from './blocks';

const share = (value: number | undefined): Cell =>
  value === undefined ? '' : { text: formatShare(value), value };

const intensityOf = ({ intensity }: { readonly intensity?: number }): Cell =>
  intensity === undefined ? '' : { text: formatNumber(intensity), value: intensity };

type Placed = Pick<
  PlacedProduct,
  'seconds' | 'flops' | 'flopsPerSecond' | 'intensity' | 'mfu' | 'bound' | 'ofRoof'
>;

const COLUMNS: readonly (readonly [Column, (row: Placed) => Cell])[] = [
  [number('Time', 's'), ({ seconds }) => quantity(seconds, 's')],
  [number('FLOPs', 'flop'), ({ flops }) => quantity(flops, 'flop')],
  [number('Achieved', 'flop/s'), ({ flopsPerSecond }) => quantity(flopsPerSecond, 'flop/s')],
  [number('FLOP/B'), intensityOf],
  [number('MFU'), ({ mfu }) => share(mfu)],
  [text('Bound by'), ({ bound }) => bound ?? ''],
  [number('Of the roof'), ({ ofRoof }) => share(ofRoof)],
];

/** Classes of kernels under the roof of the device they ran on; a sentence tells the roof. */
export const roofBlocks = ({
  accelerator,
  bandwidth,
  peaks,
  classes,
  moved,
}: TraceRoof): readonly Block[] => [
  {
    kind: 'note',
    text: `The roof of ${accelerator}: ${formatQuantity(bandwidth, 'B/s')} of memory bandwidth; ${Object.entries(
      peaks,
    )
      .map(([dtype, rate]) => `${dtype} ${formatQuantity(rate, 'flop/s')}`)
      .join(', ')}, dense.`,
  },
  ...(classes.length === 0
    ? []
    : [tableOf(classes, [text('Class of products'), ({ category }) => category], ...COLUMNS)]),
  ...(moved.length === 0
    ? []
    : [
        tableOf(
          moved,
          [text('Class bound by memory'), ({ category }) => category],
          [number('Time', 's'), ({ seconds }) => quantity(seconds, 's')],
          [number('Bytes, at least', 'B'), ({ bytes }) => quantity(bytes, 'B')],
          [number('Bandwidth, at least', 'B/s'), ({ bytesPerSecond }) => quantity(bytesPerSecond, 'B/s')],
          [number('Of the roof'), ({ ofBandwidth }) => share(ofBandwidth)],
        ),
      ]),
];

/** Every product by operator and shapes. */
export const productBlocks = (rows: readonly PlacedProduct[]): readonly Block[] => [
  tableOf(
    rows,
    [text('Operator'), ({ name, inputShapes }) => `${name} ${inputShapes}`],
    [text('Format'), ({ dtype }) => dtype ?? ''],
    [number('Calls'), ({ calls }) => count(calls)],
    // Without a roof nothing is said of it.
    ...COLUMNS.filter(([, cell]) => rows.some((row) => cell(row) !== '')),
  ),
];
