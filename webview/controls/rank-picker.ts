import type { PanelContent } from '../../src/protocol/panel-state';
import { h } from '../dom';
import { dropdown } from '../toolkit';

export interface RankPicker {
  readonly element: HTMLElement;
  update(content: PanelContent): void;
}

/** Which rank of a folder the page is about; not there for a trace that was opened alone. */
export const createRankPicker = (choose: (place: number) => void): RankPicker => {
  const element = h('div', { class: 'rank-picker' });
  const picker = dropdown('Rank', (id) => choose(Number(id)));
  return {
    element,
    update: (content) => {
      const ranks = content.kind === 'trace' ? content.ranks : undefined;
      if (ranks === undefined) {
        element.replaceChildren();
        return;
      }
      if (!element.contains(picker.element)) element.append(picker.element);
      picker.offer(
        ranks.labels.map((label, place) => ({ id: String(place), label })),
        String(ranks.shown),
      );
    },
  };
};
