/** The card of a part: every level from block to system, each value with its kind and source. */
import { messageOf } from '../../src/protocol/rpc';
import type { ViewContext } from '../context';
import { h } from '../dom';
import { dropdown } from '../toolkit';
import { blockElement } from './page-blocks';
import type { Panel, PanelView } from './panel';

const create = (context: ViewContext): PanelView => {
  const card = h('div');
  let chosen: string | undefined;
  let shown: string | undefined;
  const show = (id: string): void => {
    shown = id;
    context.host.partCard(id).then(
      ({ blocks }) => {
        if (shown === id)
          card.replaceChildren(...blocks.map((block) => blockElement(block, 'part', context)));
      },
      (error: unknown) => {
        if (shown === id)
          card.replaceChildren(h('div', { class: 'message error', role: 'alert' }, messageOf(error)));
      },
    );
  };
  const field = dropdown('Accelerator', (id) => {
    chosen = id;
    show(id);
  });
  field.element.classList.add('wide');
  return {
    element: h('div', {}, h('div', { class: 'row-of-controls' }, field.element), card),
    // The workspace may have corrected the part: the card is asked for again.
    update: ({ choices, deployment }) => {
      const id = chosen ?? deployment.accelerator;
      field.offer(choices.accelerators, id);
      show(id);
    },
  };
};

export const partPanel: Panel = { id: 'part', title: 'Part', kinds: ['model', 'trace'], create };
