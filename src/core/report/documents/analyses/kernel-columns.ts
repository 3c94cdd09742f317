import type { KernelRow } from '../../../traces/analysis/kernels';
import { formatNumber, formatShare } from '../../../units/format';
import { number } from '../../cells';
import type { Cell } from '../../document';
import type { TableColumn } from './blocks';

/** Copies and sets have no grid. */
const NONE = '–';

const share = (value: number | undefined): Cell =>
  value === undefined ? NONE : { text: formatShare(value), value };

/** The part of all device time, counting what runs at once each for itself. */
export const shareColumn = (rows: readonly KernelRow[]): TableColumn<KernelRow> => {
  const all = rows.reduce((sum, row) => sum + row.sum, 0);
  return [number('Share'), ({ sum }) => share(all > 0 ? sum / all : undefined)];
};

/** How full kernels keep the device, where the trace tells. */
export const fullnessColumns = (rows: readonly KernelRow[]): readonly TableColumn<KernelRow>[] => [
  ...(rows.some(({ blocksPerSm }) => blocksPerSm !== undefined) ? [BLOCKS] : []),
  ...(rows.some(({ occupancy }) => occupancy !== undefined) ? [OCCUPANCY] : []),
];

const BLOCKS: TableColumn<KernelRow> = [
  number('Blocks per SM'),
  ({ blocksPerSm: value }) => (value === undefined ? NONE : { text: formatNumber(value), value }),
];
const OCCUPANCY: TableColumn<KernelRow> = [number('Occupancy'), ({ occupancy }) => share(occupancy)];

/** What these columns mean. */
export const FULLNESS_NOTE =
  'Blocks per SM: blocks of the grid over the multiprocessors of the device. Occupancy: the share of the warps that they can hold at once, ' +
  'as the profiler estimates it. Both are means, weighted by duration.';
