import type { PageBlock } from '../../src/core/report/pages/page';
import { messageOf } from '../../src/protocol/rpc';
import type { ViewContext } from '../context';
import { h } from '../dom';
import { button } from '../toolkit';
import { blockElement } from './page-blocks';
import type { Panel, PanelView } from './panel';
import { waiting } from './trace-page';

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
  const whatIf = h('div');
  let asked = 0;
  /** Whether the page shows a comparison, which stays while the next is made. */
  let compares = false;
  const ask = (): void => {
    const mine = ++asked;
    if (!compares) page.replaceChildren(waiting('Comparing …'));
    compares = true;
    const show = (...children: readonly HTMLElement[]): void => {
      if (mine === asked) page.replaceChildren(...children);
    };
    host.comparison().then(
      (blocks: readonly PageBlock[]) =>
        show(...blocks.map((block) => blockElement(block, 'compare', context))),
      (error: unknown) => {
        compares = false;
        show(failure(error, ask));
      },
    );
  };
  return {
    element: h('div', {}, whatIf, h('div', { class: 'actions' }, choose, copy), page),
    whatIf,
    update: (content) => {
      const compared = content.kind === 'trace' ? content.comparedWith : undefined;
      copy.hidden = compared === undefined;
      whatIf.hidden = compared === undefined;
      if (compared === undefined) {
        asked++;
        compares = false;
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
