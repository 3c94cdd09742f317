import { Facts } from '../facts';
import data from './rates.yaml';

interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly rate: number;
}

let read: readonly Tile[] | undefined;

const tiles = (): readonly Tile[] => {
  read ??= new Facts(data, 'rates.yaml', new Map())
    .at('tiles')
    .list()
    .map((tile) => ({
      rows: tile.at('rows').number(),
      columns: tile.at('columns').number(),
      rate: tile.at('rate').number(),
    }));
  return read;
};

/** Whether the family computes whole output tiles, so that few rows or odd sizes leave some of its arithmetic idle. */
export const isTiled = (family: string): boolean =>
  !new Facts(data, 'rates.yaml', new Map())
    .at('untiled')
    .list()
    .some((name) => name.text() === family);

/** The inner dimension is split over idle cores down to this length, at this cost (split-K). */
const SHORTEST_SPLIT = 1024;
const SPLIT_RATE = 0.9;

/**
 * Share of the large-product rate that an m × n product over k reaches: the best tile's padding (tile quantisation) and
 * the idle cores of its last wave (wave quantisation). `blocks` is the number of cores; without it waves are not counted.
 * NVIDIA, "Matrix Multiplication Background User's Guide".
 */
export const tileEfficiency = (
  m: number,
  n: number,
  k: number,
  groups: number,
  blocks: number | undefined,
): number => {
  let best = 0;
  for (const { rows, columns, rate } of tiles()) {
    const down = Math.ceil(m / rows);
    const across = Math.ceil(n / columns);
    const padding = (m * n) / (down * rows * across * columns);
    let waves = 1;
    let split = 1;
    if (blocks !== undefined) {
      const count = down * across * groups;
      const parts =
        count < blocks
          ? Math.max(1, Math.min(Math.floor(blocks / count), Math.floor(k / SHORTEST_SPLIT)))
          : 1;
      if (parts > 1) split = SPLIT_RATE;
      waves = (count * parts) / (Math.ceil((count * parts) / blocks) * blocks);
    }
    best = Math.max(best, rate * padding * waves * split);
  }
  return best;
};
