import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Ajv } from 'ajv';
import type { Estimate } from '../../src/core/estimate/estimate-types';
import type { ModelInspection, SettingsInspection } from '../../src/core/report/types';
import { sample, wattlens, wattlensJson } from './run';

const LLAMA = sample('configs/llama-8b/config.json');
const VLLM = 'model: nowhere/at-all\ntensor-parallel-size: 2\nmax-model-len: 4096\nkv-cache-dtype: fp8\n';
const TITAN = `[model]
name = "llama3"
flavor = "8B"
[training]
local_batch_size = 1
seq_len = 4096
[parallelism]
tensor_parallel_degree = 2
[activation_checkpoint]
mode = "full"
`;

let folder = '';
const file = (name: string): string => join(folder, name);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattlens-settings-'));
  await writeFile(file('serve.yaml'), VLLM);
  await writeFile(file('job.toml'), TITAN);
  await writeFile(file('bad.yaml'), VLLM.replace('2', 'two'));
});
after(() => rm(folder, { recursive: true }));

const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')) as object;
const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addSchema(schema, 'report');
const holds = (definition: string, report: unknown): void => {
  const validate = ajv.getSchema(`report#/$defs/${definition}`);
  assert.equal(validate?.(report), true, JSON.stringify(validate?.errors));
};

test('settings are told for what they are, as their schema has it', async () => {
  const report = await wattlensJson<SettingsInspection>('inspect', file('serve.yaml'));
  holds('settings', report);
  assert.equal(report.format, 'vllm');
  assert.deepEqual(report.parallelism, { tensor: 2 });
  assert.match((await wattlens('inspect', file('job.toml'))).out, /torchtitan job/);
});

test('settings run the model that is named beside them', async () => {
  const report = await wattlensJson<Estimate>(
    'estimate',
    file('serve.yaml'),
    '--model',
    LLAMA,
    '--on',
    'h100',
  );
  holds('estimate', report);
  assert.equal(report.deployment.count, 2);
  assert.equal(report.deployment.parallelism?.tensor, 2);
  assert.equal(report.deployment.kvDtype, 'fp8');
  const own = await wattlensJson<Estimate>(
    ...['estimate', file('serve.yaml'), '--model', LLAMA, '--on', 'h100:4', '--tp', '4'],
  );
  assert.equal(own.deployment.parallelism?.tensor, 4, 'what is said at the prompt wins');
});

test('a torchtitan job shares everything out over the accelerators that are left', async () => {
  const report = await wattlensJson<Estimate>(
    ...['estimate', file('job.toml'), '--model', LLAMA, '--on', 'h100:8', '--batch', '4'],
  );
  assert.deepEqual(report.deployment.parallelism, { tensor: 2, pipeline: 1, data: 4, expert: 1, zero: 3 });
  assert.equal(report.deployment.layout?.zero, 3);
  assert.ok((report.memory?.gathered ?? 0) > 0);
});

test('a model that is not here, and a value that cannot be, are told in one line', async () => {
  const missing = await wattlens('estimate', file('serve.yaml'), '--on', 'h100');
  assert.equal(missing.status, 2);
  assert.match(missing.error, /names "nowhere\/at-all", which is not here; expected --model/);
  const bad = await wattlens('inspect', file('bad.yaml'));
  assert.equal(bad.status, 2);
  assert.match(bad.error, /bad\.yaml:2:23: tensor_parallel_size is "two"; expected a whole number/);
  const long = await wattlens(
    ...['estimate', file('serve.yaml'), '--model', LLAMA, '--on', 'h100', '--input', '4096'],
  );
  assert.equal(long.status, 2);
  assert.match(long.error, /room for 4096 positions per sequence, but the run has 4224/);
  const stray = await wattlens('estimate', LLAMA, '--model', LLAMA, '--on', 'h100');
  assert.match(stray.error, /--model goes with the settings/);
});

test('memory by rank at the prompt', async () => {
  const report = await wattlensJson<ModelInspection>(
    ...['inspect', LLAMA, '--training', '--tp', '2', '--pp', '2', '--dp', '2', '--zero', '1', '--cp', '2'],
    ...['--checkpointing', 'selective', '--batch', '8', '--input', '1024'],
  );
  holds('model', report);
  assert.equal(report.memory?.accelerators, 16);
  assert.equal(report.memory.ranks.length, 2);
  const [first] = report.memory.ranks;
  assert.equal(first?.ranks, 8);
  assert.equal(report.memory.most, Math.max(...report.memory.ranks.map(({ total }) => total)));
  assert.equal((await wattlensJson<ModelInspection>('inspect', LLAMA)).memory, undefined);
});

test('what memory by rank cannot be asked is told', async () => {
  for (const [flags, message] of [
    [['--zero', '2'], /--zero is of training; expected --task train/],
    [['--zero', '4', '--training'], /expected 0, 1, 2 or 3/],
    [['--tp', '3'], /heads cannot be divided over 3/],
    [['--cp', '3', '--input', '1000'], /cannot be divided over 3 context-parallel ranks/],
    [['--training', '--interleave', '2'], /cannot be interleaved/],
    [['--training', '--lora', 'many'], /expected RANK or RANK:PROJECTION/],
  ] as const) {
    const { status, error } = await wattlens('inspect', LLAMA, ...flags);
    assert.equal(status, 2, flags.join(' '));
    assert.match(error, message);
  }
});

test('--vocab gives a tokenizer’s words to a file that leaves them to it', async () => {
  const script = file('train.sh');
  await writeFile(
    script,
    'pretrain_gpt.py --num-layers 2 --hidden-size 256 --num-attention-heads 4 --micro-batch-size 1\n',
  );
  const neox = file('neox.yml');
  await writeFile(
    neox,
    JSON.stringify({
      pipe_parallel_size: 1,
      model_parallel_size: 1,
      train_micro_batch_size_per_gpu: 4,
      num_layers: 2,
      hidden_size: 256,
      num_attention_heads: 4,
      no_weight_tying: true,
    }),
  );
  const alone = await wattlensJson<SettingsInspection>('inspect', neox);
  assert.equal(alone.format, 'gpt-neox');
  const model = await wattlensJson<ModelInspection>('inspect', neox, '--vocab', '1000');
  assert.equal(model.parameters.total, 2 * 1024 * 256 + 2 * (12 * 256 * 256 + 13 * 256) + 2 * 256);
  const missing = await wattlens('inspect', script);
  assert.equal(missing.status, 2);
  assert.match(missing.error, /the vocabulary is the tokenizer’s/);
});

interface Rows {
  readonly rows: readonly { readonly count: number; readonly batch: number; readonly input: number }[];
}

test('a comparison takes settings, too, and gives each accelerator as many as they need', async () => {
  const uneven = await wattlens('compare', file('serve.yaml'), '--model', LLAMA, '--on', 'h100,mi300x:4');
  assert.match(uneven.error, /needs 2 accelerators, but there are 4/);
  const both = await wattlensJson<{ readonly rows: readonly Estimate[] }>(
    ...['compare', file('serve.yaml'), '--model', LLAMA, '--on', 'h100,mi300x'],
  );
  assert.deepEqual(
    both.rows.map(({ deployment }) => [deployment.count, deployment.parallelism?.tensor, deployment.kvDtype]),
    [
      [2, 2, 'fp8'],
      [2, 2, 'fp8'],
    ],
  );
});

test('a sweep of a training job keeps its division, and its lengths where no axis is given', async () => {
  const swept = ['sweep', file('job.toml'), '--model', LLAMA, '--on', 'h100:8'];
  const report = await wattlensJson<Rows>(...swept, '--batch', '4,8');
  assert.deepEqual(
    report.rows.map(({ count, batch, input }) => [count, batch, input]),
    [
      [8, 4, 4096],
      [8, 8, 4096],
    ],
  );
  const long = await wattlens(
    ...['sweep', file('serve.yaml'), '--model', LLAMA, '--on', 'h100', '--input', '128..8192'],
  );
  assert.match(long.error, /room for 4096 positions per sequence, but the run has 8320/);
});
