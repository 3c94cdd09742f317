/** The page: asks the host for its state, shows it, and shows each new one. */
import { hostContract, viewContract } from '../src/protocol/contracts';
import type { SweepState } from '../src/protocol/comparing';
import type { PanelState, PanelStatus } from '../src/protocol/panel-state';
import { createCaller, listen } from '../src/protocol/rpc';
import type { Port } from '../src/protocol/rpc';
import type { ViewContext } from './context';
import { h } from './dom';
import { createMessages } from './messages';
import { createReadyView } from './ready-view';
import type { ReadyView } from './ready-view';
import type { SavedState } from './saved-state';
import type { ThemeObserver } from './theme/observer';
import { createWaitingView, failedView } from './status-views';

export const startApp = (root: HTMLElement, port: Port, saved: SavedState, theme: ThemeObserver): void => {
  const { remote: host } = createCaller(port, hostContract);
  const messages = createMessages();
  const title = h('h1');
  const body = h('main');
  root.replaceChildren(h('header', {}, title, messages.element), body);

  let latest = 0;
  const request = (answer: Promise<PanelState>): void => {
    const asked = ++latest;
    body.classList.add('updating');
    body.setAttribute('aria-busy', 'true');
    const settled = (): void => {
      body.classList.remove('updating');
      body.removeAttribute('aria-busy');
    };
    answer.then(
      (state) => {
        if (asked !== latest) return;
        settled();
        messages.clearError();
        show(state);
      },
      (error: unknown) => {
        if (asked !== latest) return;
        settled();
        messages.showError(error);
        // The controls go back to what is in effect.
        if (ready !== undefined) ready.refresh();
      },
    );
  };
  const act: ViewContext['act'] = (promise, done) => {
    promise.then((value) => {
      messages.clearError();
      messages.say(done(value));
    }, messages.showError);
  };
  const sweepListeners = new Set<(state: SweepState) => void>();
  const timelineListeners = new Set<(fraction: number) => void>();
  const argumentsListeners = new Set<(fraction: number) => void>();
  const context: ViewContext = {
    host,
    saved,
    theme,
    request,
    act,
    showError: messages.showError,
    onSweepProgress: (listener) => sweepListeners.add(listener),
    onTimelineProgress: (listener) => timelineListeners.add(listener),
    onArgumentsProgress: (listener) => argumentsListeners.add(listener),
  };

  let ready: ReadyView | undefined;
  const waiting = createWaitingView(() => act(host.cancel(), () => 'Cancelled.'));
  const show = (state: PanelState): void => {
    saved.setUri(state.uri);
    title.textContent = state.fileName;
    showStatus(state.status);
  };
  const showStatus = (status: PanelStatus): void => {
    if (status.kind !== 'ready') ready = undefined;
    switch (status.kind) {
      case 'loading':
        waiting.update(status);
        place(waiting.element);
        return;
      case 'failed':
        place(failedView(status, (where) => act(host.openSource(where), () => '')));
        return;
      case 'ready':
        if (ready === undefined || ready.kind !== status.content.kind)
          ready = createReadyView(status.content.kind, context);
        place(ready.element);
        ready.update(status.content);
    }
  };
  const place = (element: HTMLElement): void => {
    if (body.firstChild !== element) body.replaceChildren(element);
  };
  listen(
    port,
    viewContract,
    {
      stateChanged: (state) => {
        latest++;
        body.classList.remove('updating');
        body.removeAttribute('aria-busy');
        show(state);
      },
      progress: waiting.update,
      sweepProgress: (state) => sweepListeners.forEach((listener) => listener(state)),
      timelineProgress: (fraction) => timelineListeners.forEach((listener) => listener(fraction)),
      argumentsProgress: (fraction) => argumentsListeners.forEach((listener) => listener(fraction)),
      showTab: (id) => {
        saved.setTab(id);
        ready?.showTab(id);
      },
    },
    messages.showError,
  );
  request(host.ready());
};
