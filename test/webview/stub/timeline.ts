/** Answers the timeline as the worker does, from a trace that is read in the page. */
import type { Trace } from '../../../src/core/traces/columns';
import { readTrace } from '../../../src/core/traces/read';
import { type TimelineAnswers, timelineAnswers } from '../../../src/core/traces/timeline/answers';
import type { Handlers } from '../../../src/protocol/rpc';
import { footer, header, metadata } from '../../../tools/make-trace/kineto';
import { PID, STEP_MICROSECONDS, stepEvents, stepWork } from '../../../tools/make-trace/training-step';
import { traceOf } from '../../support/trace-of';

declare global {
  interface Window {
    /** The text of a trace to show in the place of the stub's own. */
    traceText?: string;
  }
}

const STEPS = 3;

/** Three steps of training, each work with its launch. */
const ownTrace = (): string => {
  const ids = { external: 0, correlation: 0, python: 0 };
  const work = stepWork();
  const named = (name: string, pid: number, tid: number, args: Readonly<Record<string, unknown>>): string =>
    metadata(name, pid, tid, 0, args);
  const events = Array.from({ length: STEPS }, (_, step) => [
    ...stepEvents(step, step * STEP_MICROSECONDS, ids, work),
  ]).flat();
  return [
    header(0, 1),
    [
      named('process_name', PID, 0, { name: 'python3' }),
      named('process_labels', PID, 0, { labels: 'CPU' }),
      named('process_name', 0, 0, { name: 'python3' }),
      named('process_labels', 0, 0, { labels: 'GPU 0' }),
      named('thread_name', PID, PID, { name: `thread ${PID} (python3)` }),
      named('thread_name', 0, 7, { name: 'stream 7' }),
      named('thread_name', 0, 20, { name: 'stream 20' }),
      ...events,
    ].join(',\n'),
    footer('stub.json'),
  ].join('');
};

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

/** Of a trace without events where `empty`. */
export const stubTimeline = (empty: boolean): Handlers<TimelineAnswers> => {
  const read = (): Promise<Trace> =>
    empty ? Promise.resolve(traceOf([])) : readTrace(once(window.traceText ?? ownTrace()));
  let made: Promise<TimelineAnswers> | undefined;
  const timeline = (): Promise<TimelineAnswers> => (made ??= read().then(timelineAnswers));
  return {
    timelineLayout: async () => (await timeline()).timelineLayout(),
    timelineOverview: async (columns) => (await timeline()).timelineOverview(columns),
    timelineView: async (query) => (await timeline()).timelineView(query),
    timelineSummary: async (range) => (await timeline()).timelineSummary(range),
    timelineEventAt: async (point) => (await timeline()).timelineEventAt(point),
    timelineNeighbour: async (row, direction) => (await timeline()).timelineNeighbour(row, direction),
    timelineEvent: async (row) => (await timeline()).timelineEvent(row),
    timelineSearch: async (query) => (await timeline()).timelineSearch(query),
  };
};
