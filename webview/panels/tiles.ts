import { h } from '../dom';

/** A headline number. */
export interface Tile {
  readonly label: string;
  readonly value: string;
  readonly detail?: string;
  /** Marks what the reader must not overlook; the words say it too. */
  readonly bad?: boolean;
}

export const tileList = (tiles: readonly Tile[]): readonly HTMLElement[] =>
  tiles.map(({ label, value, detail, bad }) =>
    h(
      'div',
      { class: 'tile' },
      h('dt', {}, label),
      h('dd', { class: 'value' }, value),
      detail === undefined ? undefined : h('dd', { class: bad === true ? 'bad' : 'quiet' }, detail),
    ),
  );
