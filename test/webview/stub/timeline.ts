/** Answers the timeline's questions from the trace that the test holds outside of the page. */
import type { TimelineAnswers } from '../../../src/core/traces/timeline/answers';
import type { HostMethods } from '../../../src/protocol/methods';
import type { Handlers } from '../../../src/protocol/rpc';

declare global {
  interface Window {
    /** Given by the test that opens the page. */
    askTrace: (method: string, args: readonly unknown[]) => Promise<unknown>;
  }
}

type Methods = TimelineAnswers & Pick<HostMethods, 'codeInWorkspace'>;

const ask =
  <K extends keyof TimelineAnswers>(method: K) =>
  async (...args: Parameters<TimelineAnswers[K]>): Promise<ReturnType<TimelineAnswers[K]>> =>
    (await window.askTrace(method, args)) as ReturnType<TimelineAnswers[K]>;

/** Every file of the trace is in the workspace. */
export const stubTimeline: Handlers<Methods> = {
  codeInWorkspace: (places) => places,
  timelineLayout: ask('timelineLayout'),
  timelineCancel: ask('timelineCancel'),
  timelineOverview: ask('timelineOverview'),
  timelineView: ask('timelineView'),
  timelineSummary: ask('timelineSummary'),
  timelineEventAt: ask('timelineEventAt'),
  timelineNeighbour: ask('timelineNeighbour'),
  timelineEvent: ask('timelineEvent'),
  timelineArguments: ask('timelineArguments'),
  timelineCancelArguments: ask('timelineCancelArguments'),
  timelineSearch: ask('timelineSearch'),
};
