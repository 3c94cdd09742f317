/**
 * Config to hover: how long reading a model config, and explaining each of its fields, takes.
 * `node test/bench/run.mjs config [FILE]`; without a file, a config of Llama 3.1 405B's size.
 */
import { readFileSync } from 'node:fs';
import { advise } from '../../src/core/models/advice';
import { explainField } from '../../src/core/models/explain';
import { readModel } from '../../src/core/models/read';

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

const ROUNDS = 50;

/** Median and worst milliseconds of a call after a first one. */
const measure = (
  call: () => unknown,
): { readonly first: number; readonly median: number; readonly worst: number } => {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    call();
    return performance.now() - start;
  });
  const [first = 0, ...rest] = times;
  const sorted = rest.sort((a, b) => a - b);
  return { first, median: sorted[Math.floor(sorted.length / 2)] ?? 0, worst: sorted.at(-1) ?? 0 };
};

const [file] = process.argv.slice(2);
const text = file === undefined ? LLAMA_405B : readFileSync(file, 'utf8');
const name = file ?? 'config.json';

const report = (what: string, call: () => unknown): void => {
  const { first, median, worst } = measure(call);
  console.log(
    `${what}: first ${first.toFixed(2)} ms, median ${median.toFixed(2)} ms, worst ${worst.toFixed(2)} ms`,
  );
};

report('read', () => readModel(text, name));
for (const path of readModel(text, name).fields.keys())
  report(`explain ${path}`, () => explainField(text, name, path));
report('advise', () => advise(text, name));
