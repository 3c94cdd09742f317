/**
 * Writes traces with known totals.
 *   node tools/make-trace/run.mjs FOLDER                 the fixtures of the sample workspace
 *   node tools/make-trace/run.mjs FILE[.gz] SIZE         one trace of about SIZE bytes: 150MB, 1GB, 5GB
 */
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { footer, header, metadata } from './kineto';
import { type Ids, PID, STEP_MICROSECONDS, stepEvents, stepWork } from './training-step';

const ORIGIN = 4_200_000_000_000;
const UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9 };

function* labels(rank: number): Generator<string> {
  yield metadata('process_name', PID, 0, ORIGIN, { name: 'python3' });
  yield metadata('process_labels', PID, 0, ORIGIN, { labels: 'CPU' });
  yield metadata('process_name', 0, 0, ORIGIN, { name: 'python3' });
  yield metadata('process_labels', 0, 0, ORIGIN, { labels: `GPU ${rank}` });
  yield metadata('thread_name', PID, PID, ORIGIN, { name: `thread ${PID} (python3)` });
  yield metadata('thread_name', 0, 7, ORIGIN, { name: 'stream 7' });
  yield metadata('thread_name', 0, 20, ORIGIN, { name: 'stream 20' });
}

/** A trace of three steps. */
const smallTrace = (rank: number): string => {
  const ids: Ids = { external: 0, correlation: 0, python: 0 };
  const work = stepWork();
  const events = [0, 1, 2].flatMap((step) => [
    ...stepEvents(step, ORIGIN + step * STEP_MICROSECONDS, ids, work),
  ]);
  return header(rank, 2) + [...labels(rank), ...events].join(',\n') + footer('llama-step.pt.trace.json');
};

const writeFixtures = (folder: string): void => {
  mkdirSync(join(folder, 'llama-ranks'), { recursive: true });
  const trace = smallTrace(0);
  const write = (name: string, content: string | Uint8Array): void =>
    writeFileSync(join(folder, name), content);
  write('llama-step.pt.trace.json', trace);
  write('llama-step.pt.trace.json.gz', gzipSync(trace, { level: 9 }));
  write('truncated.pt.trace.json', trace.slice(0, Math.floor(trace.length * 0.6)));
  for (const rank of [0, 1])
    write(join('llama-ranks', `rank${rank}.pt.trace.json.gz`), gzipSync(smallTrace(rank), { level: 9 }));
};

/** Steps of 32 layers until there are enough bytes. */
function* bigTrace(bytes: number): Generator<string> {
  const ids: Ids = { external: 0, correlation: 0, python: 0 };
  const work = stepWork(32);
  const length = 100_000;
  let written = 0;
  let separator = '';
  yield header(0, 1);
  for (let step = 0; written < bytes; step++) {
    const text = [
      ...(step === 0 ? labels(0) : []),
      ...stepEvents(step, ORIGIN + step * length, ids, work, length),
    ].join(',\n');
    yield `${separator}${text}`;
    written += text.length;
    separator = ',\n';
  }
  yield footer('big.pt.trace.json');
}

const [target, size] = process.argv.slice(2);
if (target === undefined) throw new Error('usage: run.mjs FOLDER | run.mjs FILE[.gz] SIZE');
if (size === undefined) writeFixtures(target);
else {
  const bytes = Number.parseFloat(size) * (UNITS[size.replace(/[\d.]+/, '')] ?? 1);
  const source = Readable.from(bigTrace(bytes));
  const file = createWriteStream(target);
  if (target.endsWith('.gz')) await pipeline(source, createGzip(), file);
  else await pipeline(source, file);
}
