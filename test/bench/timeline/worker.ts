/** Stands in for the analysis thread: holds the events and answers the page, and says how long each answer takes. */
import { createTimeline, type Sharing, type Timeline } from '../../../src/core/traces/timeline/answers';
import type { ViewQuery } from '../../../src/core/traces/timeline/view';
import { serve } from '../../../src/protocol/rpc';
import { timelineContract } from '../../../src/protocol/timeline';
import { NO_FILE } from '../../support/trace-of';
import { manyEvents } from './many-events';

const scope = self as unknown as Worker;
const now = (): number => performance.now();

/** The first message says how many events there are. */
scope.addEventListener(
  'message',
  ({ data }: MessageEvent<number>) => {
    const { port1, port2 } = new MessageChannel();
    /** Milliseconds of work at a stretch, after which what waits is done. */
    const stretches: number[] = [];
    let resumed = now();
    const sharing: Sharing = {
      rest: async () => {
        stretches.push(now() - resumed);
        await new Promise((resolve) => {
          port1.onmessage = resolve;
          port2.postMessage(undefined);
        });
        resumed = now();
      },
      report: () => undefined,
    };
    const answers = createTimeline(manyEvents(data), sharing, NO_FILE);
    resumed = now();
    const begun = resumed;
    void answers.timelineLayout().then(() => {
      stretches.push(now() - resumed);
      scope.postMessage({ bench: 'index', milliseconds: now() - begun, stretch: Math.max(...stretches) });
    });
    const timed: Timeline = {
      ...answers,
      timelineView: async (query: ViewQuery) => {
        const asked = now();
        const view = await answers.timelineView(query);
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
