/** Stands in for the analysis thread: holds the events and answers the page, and says how long each answer takes. */
import { type TimelineAnswers, timelineAnswers } from '../../../src/core/traces/timeline/answers';
import type { ViewQuery } from '../../../src/core/traces/timeline/view';
import { serve } from '../../../src/protocol/rpc';
import { timelineContract } from '../../../src/protocol/timeline';
import { manyEvents } from './many-events';

const scope = self as unknown as Worker;
const now = (): number => performance.now();

/** The first message says how many events there are. */
scope.addEventListener(
  'message',
  ({ data }: MessageEvent<number>) => {
    const answers = timelineAnswers(manyEvents(data));
    const begun = now();
    const { events } = answers.timelineLayout();
    scope.postMessage({ bench: 'index', events, milliseconds: now() - begun });
    const timed: TimelineAnswers = {
      ...answers,
      timelineView: (query: ViewQuery) => {
        const asked = now();
        const view = answers.timelineView(query);
        scope.postMessage({ bench: 'query', milliseconds: now() - asked });
        return view;
      },
    };
    serve(
      {
        postMessage: (message) => scope.postMessage(message),
        onMessage: (listener) => {
          const hear = (event: MessageEvent<unknown>): void => listener(event.data);
          scope.addEventListener('message', hear);
          return () => scope.removeEventListener('message', hear);
        },
      },
      timelineContract,
      timed,
    );
  },
  { once: true },
);
