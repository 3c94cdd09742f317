/**
 * Config to hover, through the thread that the editor asks: `npm run bench:config [-- FILE …]`; without a file, a config of
 * Llama 3.1 405B's size. Run `npm run build` first. Of each field: the first hover in a new editor, before anything is
 * ready; the first after an edit; and what is asked about once things are quiet. Beside them, so that what else the machine
 * does can be told apart, how long an empty question takes there and back.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type AnalysisMethods, analysisContract, type TextSource } from '../../src/protocol/analysis';
import { createCaller, type Port, type Remote } from '../../src/protocol/rpc';

const LLAMA_405B = JSON.stringify(
  {
    model_type: 'llama',
    vocab_size: 128256,
    hidden_size: 16384,
    intermediate_size: 53248,
    num_hidden_layers: 126,
    num_attention_heads: 128,
    num_key_value_heads: 8,
    max_position_embeddings: 131072,
    torch_dtype: 'bfloat16',
  },
  undefined,
  2,
);

const ROUNDS = 5;
const EDITS = 30;

const portOf = (worker: Worker): Port => ({
  postMessage: (message) => worker.postMessage(message),
  onMessage: (listener) => {
    worker.on('message', listener);
    return () => worker.off('message', listener);
  },
});

const timed = async (call: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await call();
  return performance.now() - start;
};

const told = (what: string, times: readonly number[]): void => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2);
  console.log(`  ${what.padEnd(58)} median ${at(0.5)} ms, worst ${at(1)} ms`);
};

/** The same text with a comment's worth of difference: another version, as after an edit. */
const edited = (source: TextSource, version: number): TextSource => ({
  ...source,
  text: source.text + ' '.repeat(version),
});

interface Times {
  readonly start: number[];
  readonly firstHover: number[];
  readonly ready: number[];
  readonly afterEdit: number[];
  readonly lookUp: number[];
  readonly empty: number[];
}

/** A new thread, as in an editor that has just opened the file. */
const round = async (source: TextSource, times: Times): Promise<void> => {
  const worker = new Worker(resolve('dist/worker.js'));
  const { remote }: { readonly remote: Remote<AnalysisMethods> } = createCaller(
    portOf(worker),
    analysisContract,
  );
  const middle = source.text.indexOf(':', source.text.length / 2);
  times.start.push(await timed(() => remote.checkConfig(source)));
  times.firstHover.push(await timed(() => remote.explainField(source, middle)));
  times.ready.push(await timed(() => remote.explainFields(source)));
  for (let version = 1; version <= EDITS; version++) {
    const text = edited(source, version);
    await remote.checkConfig(text);
    times.afterEdit.push(await timed(() => remote.explainField(text, middle)));
    times.empty.push(await timed(() => remote.cancelSweep()));
  }
  const explained = (await remote.explainFields(source)) ?? [];
  for (const { start: offset } of explained) {
    const start = performance.now();
    explained.find(({ start: from, end }) => from <= offset && offset <= end);
    times.lookUp.push(performance.now() - start);
  }
  await worker.terminate();
};

const main = async (): Promise<void> => {
  const files = process.argv.slice(2);
  const sources = (files.length === 0 ? [undefined] : files).map((file): TextSource => ({
    kind: 'text',
    name: file ?? 'Llama 3.1 405B',
    text: file === undefined ? LLAMA_405B : readFileSync(file, 'utf8'),
  }));
  for (const source of sources) {
    const times: Times = { start: [], firstHover: [], ready: [], afterEdit: [], lookUp: [], empty: [] };
    for (let done = 0; done < ROUNDS; done++) await round(source, times);
    console.log(source.name);
    told('opening: the thread starts and checks the text', times.start);
    told('opening: all fields explained, ahead of hovers', times.ready);
    told('hover in the instant after opening', times.firstHover);
    told('hover in the instant after an edit', times.afterEdit);
    told('hover once things are quiet (a look-up)', times.lookUp);
    told('an empty question to the thread, for comparison', times.empty);
  }
};

void main();
