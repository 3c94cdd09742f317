/** Stands in for VS Code, and times what the page does in each frame and with each answer. */
import type { PanelState } from '../../../src/protocol/panel-state';
import { traceContent } from '../../webview/stub/trace-content';
import themes from '../../webview/stub/themes.json';

export interface Bench {
  /** Milliseconds to make the events ready, and of the longest stretch of that work. */
  readonly index: number;
  readonly stretch: number;
  /** Milliseconds of our own work in each frame, of each answer received, and of each query in the worker. */
  readonly frames: number[];
  readonly answers: number[];
  readonly queries: number[];
  /** Turns the wheel `times` frames long; resolves when all is drawn. */
  wheel(times: number, event: WheelEventInit): Promise<void>;
}

declare global {
  interface Window {
    bench: Promise<Bench>;
  }
}

const events = Number(new URLSearchParams(location.search).get('events'));
const [frames, answers, queries]: [number[], number[], number[]] = [[], [], []];

const requestFrame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) =>
  requestFrame((time) => {
    const begun = performance.now();
    callback(time);
    frames.push(performance.now() - begun);
  });

/** As many turns of the queue of promises as an answer takes to be worked off. */
const TURNS = 6;
const listeners = new Set<(event: MessageEvent<unknown>) => void>();
const add = window.addEventListener.bind(window);
window.addEventListener = (type: string, listener: EventListenerOrEventListenerObject): void => {
  if (type === 'message' && typeof listener === 'function') listeners.add(listener);
  else add(type, listener);
};
const deliver = async (data: unknown): Promise<void> => {
  const begun = performance.now();
  for (const listener of listeners) listener(new MessageEvent('message', { data }));
  for (let turn = 0; turn < TURNS; turn++) await undefined;
  answers.push(performance.now() - begun);
};

const { kind, variables } = themes.dark;
for (const [variable, value] of Object.entries(variables))
  document.documentElement.style.setProperty(variable, value);
document.body.className = kind;

const state: PanelState = {
  uri: 'file:///many.json',
  fileName: 'many.json',
  status: { kind: 'ready', content: traceContent() },
};
const worker = new Worker('/worker.js');
window.bench = new Promise((resolve) => {
  worker.addEventListener(
    'message',
    ({
      data,
    }: MessageEvent<{
      readonly bench?: string;
      readonly milliseconds: number;
      readonly stretch?: number;
    }>) => {
      if (data.bench === 'query') queries.push(data.milliseconds);
      else if (data.bench === 'index')
        resolve({ index: data.milliseconds, stretch: data.stretch ?? 0, frames, answers, queries, wheel });
      else void deliver(data);
    },
  );
});
worker.postMessage(events);

const wheel: Bench['wheel'] = async (times, event) => {
  const canvas = document.querySelector('.timeline-canvas');
  const { left = 0, top = 0, width = 0 } = canvas?.getBoundingClientRect() ?? {};
  const at = { clientX: left + width * 0.4, clientY: top + 60, bubbles: true, cancelable: true };
  for (let i = 0; i < times; i++) {
    await new Promise((resolve) => requestFrame(resolve));
    canvas?.dispatchEvent(new WheelEvent('wheel', { ...at, ...event }));
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
};

window.acquireVsCodeApi = () => ({
  postMessage: (message) => {
    const { id, method } = message as { readonly id: number; readonly method: string };
    if (method.startsWith('timeline')) worker.postMessage(message);
    else void deliver({ type: 'reply', id, ok: true, value: method === 'ready' ? state : undefined });
  },
  getState: () => ({ tab: 'timeline' }),
  setState: () => undefined,
});
