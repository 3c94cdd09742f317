/**
 * The timeline of many events: how long the page works in a frame while it is zoomed and moved, and how long the worker
 * takes to answer what the page asks. `npm run bench:timeline [-- EVENTS]`; five million where nothing is said.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { launchChromium } from '../../tools/vscode/chromium';
import type { Bench } from './timeline/page';

const EVENTS = 5_000_000;
const FRAMES = 120;
/** What the page may take of a frame, so that the rest of it is the browser's. */
const BUDGET_MILLISECONDS = 8;

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/page.js': ['out/bench/timeline/page.js', 'text/javascript'],
  '/worker.js': ['out/bench/timeline/worker.js', 'text/javascript'],
  '/webview.js': ['out/bench/timeline/main.js', 'text/javascript'],
  '/webview.css': ['out/bench/timeline/main.css', 'text/css'],
};
const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title>
<link rel="stylesheet" href="/webview.css"></head>
<body><div id="root"></div><script src="/page.js"></script><script src="/webview.js"></script></body></html>`;

const serveFiles = async (): Promise<{ readonly origin: string; readonly close: () => void }> => {
  const server = createServer((request, response) => {
    const [file, type] = FILES[(request.url ?? '').split('?')[0] ?? ''] ?? [];
    if (file === undefined || type === undefined)
      response.writeHead(200, { 'content-type': 'text/html' }).end(HTML);
    else
      readFile(file).then(
        (bytes) => response.writeHead(200, { 'content-type': type }).end(bytes),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() };
};

type Times = Pick<Bench, 'frames' | 'answers' | 'queries'>;

const cells = (...values: readonly string[]): string =>
  values.map((value, column) => (column === 0 ? value.padEnd(30) : value.padStart(24))).join('');

const quantiles = (times: readonly number[]): string => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(2);
  return sorted.length === 0 ? '–' : `${at(0.5)} / ${at(0.95)} / ${at(1)}`;
};

/** Milliseconds that the processor worked in each frame, by Chromium's own trace of it. */
const processorTimes = (trace: Buffer): readonly number[] => {
  const { traceEvents } = JSON.parse(trace.toString()) as {
    readonly traceEvents: readonly { readonly name: string; readonly ph: string; readonly tdur?: number }[];
  };
  return traceEvents.flatMap(({ name, ph, tdur = 0 }) =>
    // The shortest are the bench's own, which turn the wheel.
    name === 'FireAnimationFrame' && ph === 'X' && tdur > 100 ? [tdur / 1000] : [],
  );
};

/** Of the wheel, in each frame. */
interface Turn {
  readonly deltaX?: number;
  readonly deltaY?: number;
  readonly ctrlKey?: boolean;
}

const MOVES: readonly (readonly [what: string, times: number, event: Turn])[] = [
  ['zoom in, 20 s to 2 ms', FRAMES, { deltaY: -28, ctrlKey: true }],
  ['move, 2 ms in view', FRAMES, { deltaX: 60 }],
  ['zoom out', FRAMES, { deltaY: 28, ctrlKey: true }],
  ['zoom in by half', FRAMES / 2, { deltaY: -28, ctrlKey: true }],
  ['move, half zoomed', FRAMES, { deltaX: 40 }],
];

const main = async (): Promise<void> => {
  const events = Number(process.argv[2] ?? EVENTS);
  if (!Number.isSafeInteger(events) || events < 1) throw new Error('usage: run.mjs timeline [EVENTS]');
  const { origin, close } = await serveFiles();
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    page.setDefaultTimeout(120_000);
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`${origin}/?events=${events}`);
    const { index, stretch } = await page.evaluate(async () => {
      const bench = await window.bench;
      return { index: bench.index, stretch: bench.stretch };
    });
    await page.locator('.timeline-canvas').waitFor();
    console.log(
      `${events.toLocaleString('en-US')} events, made ready in ${(index / 1000).toFixed(2)} s, ` +
        `at most ${stretch.toFixed(0)} ms at a stretch`,
    );
    console.log(
      cells('milliseconds, median/95 %/worst', 'a frame', 'an answer in the page', 'a query in the worker'),
    );
    const frames: number[] = [];
    await browser.startTracing(page, { categories: ['devtools.timeline'] });
    for (const [what, times, event] of MOVES) {
      const measured = await page.evaluate<Times, readonly [number, Turn]>(
        async ([count, turn]) => {
          const bench = await window.bench;
          for (const list of [bench.frames, bench.answers, bench.queries]) list.length = 0;
          await bench.wheel(count, turn);
          return { frames: [...bench.frames], answers: [...bench.answers], queries: [...bench.queries] };
        },
        [times, event],
      );
      frames.push(...measured.frames);
      console.log(
        cells(what, quantiles(measured.frames), quantiles(measured.answers), quantiles(measured.queries)),
      );
    }
    const work = processorTimes(await browser.stopTracing());
    console.log(`${cells('processor time, all moves', quantiles(work))}`);
    const over = (times: readonly number[]): number =>
      times.filter((time) => time > BUDGET_MILLISECONDS).length;
    console.log(
      `${over(work)} of ${work.length} frames worked for more than the ${BUDGET_MILLISECONDS} ms they may; ` +
        `${over(frames)} took longer by the clock, which runs on while the machine does something else.`,
    );
  } finally {
    await browser.close();
    close();
  }
};

void main();
