import type { PageId } from '../../src/core/report/pages/page';
import { messageOf } from '../../src/protocol/rpc';
import type { ViewContext } from '../context';
import { h } from '../dom';
import { button, progressRing } from '../toolkit';
import { blockElement } from './page-blocks';
import type { Panel, PanelView } from './panel';

/** A page of a trace: asked of the host when it is first looked at, and again when the file was read again. */
export const createPageView = (context: ViewContext, id: PageId): PanelView => {
  const element = h('div', { class: 'trace-page' });
  let shown: number | undefined;
  const ask = (readAt: number): void => {
    shown = readAt;
    element.replaceChildren(waiting('Computing this page …'));
    context.host.page(id).then(
      ({ blocks }) => {
        if (shown === readAt)
          element.replaceChildren(...blocks.map((block) => blockElement(block, id, context)));
      },
      (error: unknown) => {
        if (shown === readAt) element.replaceChildren(failure(error, () => ask(readAt)));
      },
    );
  };
  return {
    element,
    update: (content) => {
      if (content.kind === 'trace' && content.readAt !== shown) ask(content.readAt);
    },
  };
};

/** What a page shows until its answer is there. */
export const waiting = (text: string): HTMLElement =>
  h('div', { class: 'waiting' }, progressRing(), h('p', { role: 'status' }, text));

export const failure = (error: unknown, again: () => void): HTMLElement =>
  h(
    'div',
    { class: 'waiting' },
    h(
      'div',
      { class: 'message error', role: 'alert' },
      h('span', { class: 'message-kind' }, 'This page could not be computed: '),
      messageOf(error),
    ),
    button('Try Again', again),
  );

const page = (id: PageId, title: string): Panel => ({
  id,
  title,
  kinds: ['trace'],
  create: (context) => createPageView(context, id),
});

export const TRACE_PAGES: readonly Panel[] = [
  page('kernels', 'Kernels'),
  page('roofline', 'Roofline'),
  page('idle', 'Idle'),
  page('communication', 'Communication'),
  page('memory', 'Memory'),
  page('steps', 'Steps'),
  page('modules', 'Modules'),
  page('stacks', 'Stacks'),
  page('criticalPath', 'Critical path'),
  page('ranks', 'Ranks'),
];
