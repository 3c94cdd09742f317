/** The page with its numbers: what was noticed on reading, the what-if controls, and a tab for each panel. */
import type { ExportResult } from '../src/protocol/methods';
import type { Notice, PanelContent } from '../src/protocol/panel-state';
import type { ViewContext } from './context';
import { createDeploymentControls } from './controls/deployment';
import { createRankPicker } from './controls/rank-picker';
import { h } from './dom';
import { panelsFor } from './panels';
import type { PanelView } from './panels/panel';
import { COMPARE_ID } from './panels/trace-compare';
import { button, tabs } from './toolkit';

export interface ReadyView {
  readonly kind: PanelContent['kind'];
  readonly element: HTMLElement;
  update(content: PanelContent): void;
  /** As if the reader had chosen the tab; nothing where this kind of file has no such tab. */
  showTab(id: string): void;
  /** Shows the same content again, for controls whose change the host refused. */
  refresh(): void;
}

export const createReadyView = (kind: PanelContent['kind'], context: ViewContext): ReadyView => {
  const { host, saved } = context;
  const notices = h('div');
  const controls = createDeploymentControls(
    kind,
    (change) => context.request(host.setDeployment(change)),
    (query) =>
      host.searchZones(query).catch((error: unknown) => {
        context.showError(error);
        return [];
      }),
  );
  const ranks = createRankPicker((place) => context.request(host.chooseRank(place)));
  const panels = panelsFor(kind).map((panel) => ({
    ...panel,
    body: h('div'),
    view: undefined as PanelView | undefined,
  }));
  let active = panels.find(({ id }) => id === saved.tab())?.id ?? panels[0]?.id ?? '';
  let content: PanelContent | undefined;

  /** A panel is built when it is first looked at, and brought up to date when it is looked at again. */
  const showActive = (): void => {
    const panel = panels.find(({ id }) => id === active);
    if (panel === undefined || content === undefined) return;
    if (panel.view === undefined) {
      panel.view = panel.create(context);
      panel.body.append(panel.view.element);
    }
    panel.view.update(content);
    placeControls(panel.view, content);
  };
  /** A model's pages all rest on What If, so that it stands above them; a trace's pages mostly tell what was recorded. */
  const placeControls = ({ whatIf }: PanelView, shown: PanelContent): void => {
    if (kind === 'model' || controls.element.parentElement === (whatIf ?? null)) return;
    controls.element.remove();
    whatIf?.append(controls.element);
    controls.update(shown);
  };
  const actions = h(
    'div',
    { class: 'actions' },
    button('Copy as Markdown', () =>
      context.act(host.copyMarkdown(), () => 'Copied the report as Markdown.'),
    ),
    button('Copy as Command', () => context.act(host.copyAsCommand(), () => 'Copied the command line.')),
    button('Export HTML…', () => context.act(host.exportHtml(), exported)),
  );
  const views = tabs('Views', panels, active, (id) => {
    // Tabs tell of what we have activated, too, but not while they are being built.
    if (id === active) return;
    choose(id);
    showActive();
  });
  const choose = (id: string): void => {
    active = id;
    saved.setTab(id);
    views.activate(id);
  };
  /** Another trace that was just chosen is what the reader wants to see. */
  const showNewComparison = (next: PanelContent): void => {
    const compared = next.kind === 'trace' ? next.comparedWith : undefined;
    if (compared === undefined || saved.metric('comparedAt') === String(compared.readAt)) return;
    saved.setMetric('comparedAt', String(compared.readAt));
    choose(COMPARE_ID);
  };
  const update = (next: PanelContent): void => {
    content = next;
    showNewComparison(next);
    notices.replaceChildren(...next.notices.map(noticeOf));
    ranks.update(next);
    controls.update(next);
    showActive();
  };
  return {
    kind,
    element: h(
      'div',
      {},
      notices,
      actions,
      ranks.element,
      kind === 'model' ? controls.element : undefined,
      views.element,
    ),
    update,
    showTab: (id) => {
      if (!panels.some((panel) => panel.id === id)) return;
      choose(id);
      showActive();
    },
    refresh: () => {
      if (content !== undefined) update(content);
    },
  };
};

const exported = ({ savedAs }: ExportResult): string =>
  savedAs === undefined ? 'Not exported.' : `Exported to ${savedAs}.`;

const noticeOf = ({ severity, message }: Notice): HTMLElement =>
  h(
    'div',
    { class: `message ${severity}` },
    h('span', { class: 'message-kind' }, severity === 'warning' ? 'Warning: ' : 'Note: '),
    message,
  );
