/** The trace behind the page's timeline, read here by the program's own reader. */
import { readTrace } from '../../src/core/traces/read';
import { createTimeline, type Timeline } from '../../src/core/traces/timeline/answers';
import { resumeBuffer } from '../../src/io/resume-bytes';
import { footer, header, metadata } from '../../tools/make-trace/kineto';
import { PID, STEP_MICROSECONDS, stepEvents, stepWork } from '../../tools/make-trace/training-step';
import { traceOf } from '../support/trace-of';

const STEPS = 3;

/** Three steps of training, each work with its launch. */
const ownTrace = (): string => {
  const ids = { external: 0, correlation: 0, python: 0 };
  const work = stepWork();
  const named = (name: string, pid: number, tid: number, args: Readonly<Record<string, unknown>>): string =>
    metadata(name, pid, tid, 0, args);
  const events = [
    named('process_name', PID, 0, { name: 'python3' }),
    named('process_labels', PID, 0, { labels: 'CPU' }),
    named('process_name', 0, 0, { name: 'python3' }),
    named('process_labels', 0, 0, { labels: 'GPU 0' }),
    named('thread_name', PID, PID, { name: `thread ${PID} (python3)` }),
    named('thread_name', 0, 7, { name: 'stream 7' }),
    named('thread_name', 0, 20, { name: 'stream 20' }),
  ];
  for (let step = 0; step < STEPS; step++)
    events.push(...stepEvents(step, step * STEP_MICROSECONDS, ids, work, STEP_MICROSECONDS));
  return header(0, 1) + events.join(',\n') + footer('stub.json');
};

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const isMethod = (answers: Timeline, name: string): name is keyof Timeline => Object.hasOwn(answers, name);

/** Answers what the page asks of a trace: of `bytes`, or of its own; of one without events where `empty`. */
export const traceSource = (
  bytes: Uint8Array | undefined,
  empty: boolean,
): ((method: string, args: readonly unknown[]) => Promise<unknown>) => {
  const read = async (): Promise<Timeline> => {
    const own = bytes ?? new TextEncoder().encode(ownTrace());
    return createTimeline(
      empty ? traceOf([]) : await readTrace(once(own)),
      { rest: () => Promise.resolve(), report: () => undefined },
      { reopen: (byte) => Promise.resolve(resumeBuffer(own, byte)), report: () => undefined },
    );
  };
  let made: Promise<Timeline> | undefined;
  return async (method, args) => {
    const answers = await (made ??= read());
    if (!isMethod(answers, method)) throw new Error(`There is no question ${method}.`);
    // The page has checked the arguments by the contract.
    const answer = answers[method] as (...args: readonly unknown[]) => unknown;
    return answer(...args);
  };
};
