import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { explainSettings } from '../../../src/core/scenario/settings/explain';
import { looksLikeSettings, readSettings } from '../../../src/core/scenario/settings/read';
import type { Settings } from '../../../src/core/scenario/settings/settings';
import { parseToml } from '../../../src/core/text/toml';
import { sharedPath, skipUnlessShared } from '../../support/shared';

const read = (text: string, name: string): Settings => {
  const settings = readSettings(text, name);
  assert.ok(settings !== undefined, `${name} is taken for settings`);
  return settings;
};

test('vLLM’s YAML sets ranks, formats and the longest context', () => {
  const text = `model: meta-llama/Llama-3.1-70B-Instruct
tensor-parallel-size: 4
pipeline_parallel_size: 2
max-model-len: 16384
kv-cache-dtype: fp8_e4m3
quantization: awq
enable-expert-parallel: true
`;
  const settings = read(text, 'serve.yaml');
  assert.equal(settings.format, 'vllm');
  assert.equal(settings.model, 'meta-llama/Llama-3.1-70B-Instruct');
  assert.deepEqual(settings.parallelism, { tensor: 4, pipeline: 2 });
  assert.equal(settings.maxContext, 16384);
  assert.equal(settings.kvDtype, 'fp8');
  assert.equal(settings.weightDtype, 'int4');
  assert.equal(settings.spreadExperts, true);
  const tensor = settings.fields.find(({ target }) => target === 'tensor');
  assert.ok(tensor !== undefined);
  assert.equal(text.slice(tensor.range.start, tensor.range.end), '4');
});

test('SGLang, TensorRT-LLM and a TensorRT-LLM checkpoint', () => {
  const sglang = read('model-path: a/b\ntp-size: 8\nmem-fraction-static: 0.85\ndtype: auto\n', 'x.yaml');
  assert.equal(sglang.format, 'sglang');
  assert.deepEqual(sglang.parallelism, { tensor: 8 });
  assert.equal(sglang.weightDtype, undefined);
  const options = read(
    'tensor_parallel_size: 8\nmoe_expert_parallel_size: 8\nmax_num_tokens: 8192\nkv_cache_config:\n  dtype: fp8\n',
    'x.yaml',
  );
  assert.equal(options.format, 'tensorrt-llm');
  assert.deepEqual(options.parallelism, { tensor: 8, expert: 8 });
  assert.equal(options.kvDtype, 'fp8');
  const checkpoint = read(
    JSON.stringify({
      producer: { name: 'modelopt' },
      architecture: 'LlamaForCausalLM',
      dtype: 'bfloat16',
      mapping: { world_size: 4, tp_size: 2, pp_size: 2 },
      quantization: { quant_algo: 'FP8', kv_cache_quant_algo: 'FP8' },
    }),
    'rank.json',
  );
  assert.equal(checkpoint.format, 'tensorrt-llm-checkpoint');
  assert.deepEqual(checkpoint.parallelism, { tensor: 2, pipeline: 2 });
  assert.equal(checkpoint.weightDtype, 'fp8');
});

test('DeepSpeed’s JSON sets ZeRO, batches and the optimizer', () => {
  const settings = read(
    JSON.stringify({
      train_batch_size: 64,
      train_micro_batch_size_per_gpu: 2,
      gradient_accumulation_steps: 'auto',
      zero_optimization: { stage: 3 },
      bf16: { enabled: true },
      optimizer: { type: 'AdamW' },
    }),
    'ds_config.json',
  );
  assert.equal(settings.task, 'train');
  assert.deepEqual(settings.layout, { zero: 3, microbatch: 2 });
  assert.equal(settings.batch, 64);
  assert.equal(settings.weightDtype, 'bf16');
  assert.deepEqual(settings.training, { optimizer: 'adam' });
});

test('torchtitan’s TOML, whose data-parallel shards are FSDP’s', () => {
  const text = `[job]
dump_folder = "./outputs" # where
[model]
name = "llama3"
flavor = "70B"
[training]
local_batch_size = 2
seq_len = 8_192
[parallelism]
data_parallel_shard_degree = -1
tensor_parallel_degree = 8
context_parallel_degree = 2
[activation_checkpoint]
mode = "full"
`;
  const settings = read(text, 'llama3_70b.toml');
  assert.equal(settings.format, 'torchtitan');
  assert.deepEqual(settings.parallelism, { tensor: 8, context: 2 });
  assert.deepEqual(settings.layout, { zero: 3, microbatch: 2 });
  assert.equal(settings.input, 8192);
  assert.deepEqual(settings.training, { checkpointing: 'full' });
});

test('a Megatron launch script', () => {
  const settings = read(
    `#!/bin/bash
torchrun pretrain_gpt.py --num-layers 96 \\
  --tensor-model-parallel-size 8 --pipeline-model-parallel-size=16 \\
  --micro-batch-size 1 --global-batch-size \${GBS} --sequence-parallel \\
  --recompute-granularity selective --use-distributed-optimizer --bf16
`,
    'train.sh',
  );
  assert.equal(settings.format, 'megatron');
  assert.deepEqual(settings.parallelism, { tensor: 8, pipeline: 16 });
  assert.deepEqual(settings.layout, { zero: 1, sequence: true, microbatch: 1 });
  assert.equal(settings.batch, undefined);
  assert.deepEqual(settings.training, { checkpointing: 'selective' });
});

test('what cannot be is told at its place', () => {
  assert.throws(
    () => readSettings('tensor-parallel-size: many\nmax-model-len: 4096\n', 'serve.yaml'),
    (error: Error) => /tensor_parallel_size is "many"; expected a whole number/.test(error.message),
  );
  assert.throws(
    () => readSettings('zero_optimization:\n  stage: 7\ntrain_batch_size: 8\n', 'ds.yaml'),
    /expected a stage from 0 to 3/,
  );
  assert.throws(() => readSettings('a = [1, 2\n', 'job.toml'), /not valid TOML/);
});

test('model configs, other files and broken ones are no settings', () => {
  const llama = JSON.stringify({ model_type: 'llama', tensor_parallel_size: 2, max_model_len: 4096 });
  assert.equal(looksLikeSettings(llama, 'config.json'), false);
  assert.equal(looksLikeSettings('{"name": "a package", "version": "1"}', 'package.json'), false);
  assert.equal(looksLikeSettings('{"tensor_parallel_size": 2', 'x.json'), false);
  assert.equal(looksLikeSettings('', 'x.yaml'), false);
});

test('TOML is read with the place of every value', () => {
  const text = 'a.b = 1\n[c]\nd = "x"\n[[e]]\nf = true\n[[e]]\ng = { h = [1, 2.5] }\n';
  const root = parseToml(text);
  const c = root.entries.get('c')?.value;
  assert.equal(c?.type, 'object');
  const d = c?.type === 'object' ? c.entries.get('d')?.value : undefined;
  assert.deepEqual(d, { type: 'scalar', value: 'x', range: { start: 16, end: 19 } });
  const e = root.entries.get('e')?.value;
  assert.equal(e?.type === 'array' ? e.items.length : 0, 2);
});

test(
  'every serving file of other projects is known for what it is',
  { skip: skipUnlessShared('configs', 'serve_vllm_recipes') },
  () => {
    const folder = sharedPath('configs', 'serve_vllm_recipes');
    const formats = readdirSync(folder).map(
      (file) => readSettings(readFileSync(join(folder, file), 'utf8'), file)?.format,
    );
    assert.deepEqual([...new Set(formats)].sort(), ['production-stack', 'vllm', 'vllm-recipe']);
  },
);

test('a field is told by its name and by its value, and other places are silent', () => {
  const text = 'tensor-parallel-size: 4\nmax-model-len: 4096\nport: 8000\n';
  const at = (word: string) =>
    explainSettings(text, 'serve.yaml').find(
      ({ start, range }) => start <= text.indexOf(word) && text.indexOf(word) <= range.end,
    );
  assert.equal(at('tensor')?.title, 'Tensor-parallel ranks (--tp)');
  assert.deepEqual(at('4096')?.range, { start: 39, end: 43 });
  assert.equal(at('port'), undefined);
  assert.deepEqual(explainSettings('{"model_type": "llama"}', 'config.json'), []);
  assert.deepEqual(explainSettings('tensor-parallel-size: [', 'serve.yaml'), []);
});
