import type { ViewContext } from '../context';
import { h } from '../dom';
import { createWaitingView } from '../status-views';
import { createTimeline, type TimelineView } from '../timeline/timeline';
import type { Panel, PanelView } from './panel';
import { failure } from './trace-page';

const NOTHING = 'The trace has no events with a time, so there is nothing to draw.';

/** The tracks are asked for when the page is first looked at, and again when the file was read again. */
const create = (context: ViewContext): PanelView => {
  const { host, showError } = context;
  const element = h('div');
  let shown: number | undefined;
  let timeline: TimelineView | undefined;
  const waiting = createWaitingView(() => void host.timelineCancel().catch(showError));
  const message = 'Laying out the events';
  context.onTimelineProgress((fraction) => waiting.update({ message, fraction }));
  const ask = (readAt: number): void => {
    shown = readAt;
    waiting.update({ message });
    if (timeline === undefined) element.replaceChildren(waiting.element);
    host.timelineLayout().then(
      (layout) => {
        if (shown !== readAt) return;
        if (layout.tracks.length === 0) {
          timeline = undefined;
          element.replaceChildren(h('p', {}, NOTHING));
          return;
        }
        timeline ??= createTimeline(context);
        element.replaceChildren(timeline.element);
        timeline.show(layout);
      },
      (error: unknown) => {
        timeline = undefined;
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

export const timelinePanel: Panel = { id: 'timeline', title: 'Timeline', kinds: ['trace'], create };
