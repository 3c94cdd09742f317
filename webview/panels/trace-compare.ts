import type { PageBlock } from '../../src/core/report/pages/page';
import { messageOf } from '../../src/protocol/rpc';
import type { ViewContext } from '../context';
import { h } from '../dom';
import { button, progressRing } from '../toolkit';
import { blockElement } from './page-blocks';
import type { Panel, PanelView } from './panel';

const ABOUT =
  'Choose the trace of another run to see which operators and kernels were added or removed, which take longer and which less, and what that costs.';

/** Two traces side by side: asked of the host when another trace was chosen, or what it is looked at with has changed. */
const create = (context: ViewContext): PanelView => {
  const { host } = context;
  const choose = button('Compare with Another Trace…', () => context.request(host.chooseTrace()), 'primary');
  const copy = button('Copy Comparison as Markdown', () =>
    context.act(host.copyComparison(), () => 'Copied the comparison as Markdown.'),
  );
  const page = h('div', { class: 'trace-page' });
  let asked = 0;
  const ask = (): void => {
    const mine = ++asked;
    if (page.childElementCount === 0)
      page.replaceChildren(
        h('div', { class: 'waiting' }, progressRing(), h('p', { role: 'status' }, 'Comparing …')),
      );
    const show = (...children: readonly HTMLElement[]): void => {
      if (mine === asked) page.replaceChildren(...children);
    };
    host.comparison().then(
      (blocks: readonly PageBlock[]) =>
        show(...blocks.map((block) => blockElement(block, 'compare', context))),
      (error: unknown) => show(failure(error, ask)),
    );
  };
  return {
    element: h('div', {}, h('div', { class: 'actions' }, choose, copy), page),
    update: (content) => {
      const compared = content.kind === 'trace' ? content.comparedWith : undefined;
      copy.hidden = compared === undefined;
      if (compared === undefined) {
        asked++;
        page.replaceChildren(h('p', {}, ABOUT));
      } else ask();
    },
  };
};

const failure = (error: unknown, again: () => void): HTMLElement =>
  h(
    'div',
    { class: 'waiting' },
    h(
      'div',
      { class: 'message error', role: 'alert' },
      h('span', { class: 'message-kind' }, 'These traces could not be compared: '),
      messageOf(error),
    ),
    button('Try Again', again),
  );

export const COMPARE_ID = 'compare';
export const comparePanel: Panel = { id: COMPARE_ID, title: 'Compare', kinds: ['trace'], create };
