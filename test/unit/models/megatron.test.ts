import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parametersOf } from '../../../src/core/models/graph/node';
import { looksLikeModelConfig, readModel } from '../../../src/core/models/read';
import { readSettings } from '../../../src/core/scenario/settings/read';

const GPT3 = `#!/bin/bash
DISTRIBUTED_ARGS="--nproc_per_node 8 --nnodes 16"
torchrun $DISTRIBUTED_ARGS pretrain_gpt.py \\
  --num-layers 96 --hidden-size 12288 --num-attention-heads 96 \\
  --seq-length 2048 --max-position-embeddings 2048 --vocab-size 51200 \\
  --tensor-model-parallel-size 8 --pipeline-model-parallel-size 16 \\
  --micro-batch-size 1 --global-batch-size 1536 --bf16
`;

const LLAMA = `torchrun pretrain_gpt.py --num-layers 32 --hidden-size 4096 --ffn-hidden-size 14336 \\
  --num-attention-heads 32 --group-query-attention --num-query-groups 8 --swiglu --disable-bias-linear \\
  --normalization RMSNorm --position-embedding-type rope --untie-embeddings-and-output-weights \\
  --seq-length 8192 --max-position-embeddings 8192 --padded-vocab-size 128256 --micro-batch-size 1 --bf16
`;

test('a GPT of Megatron has the parameters of its paper’s equation (arXiv:2104.04473, section 5.1)', () => {
  const model = readModel(GPT3, 'train.sh');
  const [L, h, V, s] = [96, 12288, 51200, 2048];
  // P = 12 L h² (1 + 13 / 12h + (V + s) / 12 L h), and the final norm's two vectors, which it leaves out.
  assert.equal(parametersOf(model.root), 12 * L * h * h + 13 * L * h + (V + s) * h + 2 * h);
  assert.equal(model.format, 'megatron');
  const place = model.fields.get('hidden_size');
  assert.equal(GPT3.slice(place?.value.start, place?.value.end), '12288');
});

test('Llama 3 8B by Megatron’s arguments has the parameters of its own config', () => {
  assert.equal(parametersOf(readModel(LLAMA, 'train.sh').root), 8_030_261_248);
});

test('the vocabulary is filled up for every tensor-parallel rank', () => {
  const script = GPT3.replace('51200', '50257');
  const padded = 128 * 8 * Math.ceil(50257 / (128 * 8));
  const difference =
    parametersOf(readModel(GPT3, 'a.sh').root) - parametersOf(readModel(script, 'a.sh').root);
  assert.equal(difference, (51200 - padded) * 12288);
});

test('a mixture of experts', () => {
  const plain = parametersOf(readModel(LLAMA, 'a.sh').root);
  const moe = parametersOf(readModel(`${LLAMA.trimEnd()} --num-experts 8 --moe-router-topk 2`, 'a.sh').root);
  assert.equal(moe - plain, 32 * (7 * 3 * 4096 * 14336 + 8 * 4096));
});

test('what a script leaves open or asks for beyond is told', () => {
  const says = (script: string, pattern: RegExp): void => {
    assert.throws(() => readModel(script, 'train.sh'), pattern);
  };
  says(GPT3.replace('--vocab-size 51200', ''), /the vocabulary is the tokenizer’s; expected --vocab-size/);
  says(`${GPT3.trimEnd()} --multi-latent-attention`, /not known: --multi-latent-attention/);
  says(GPT3.replace('--num-attention-heads 96', '--num-attention-heads 95'), /expected divisors/);
  assert.equal(looksLikeModelConfig('echo --num-layers', 'x.sh'), false);
});

test('one script is model and settings', () => {
  const settings = readSettings(GPT3, 'train.sh');
  assert.equal(settings?.ownModel, true);
  assert.deepEqual(settings.parallelism, { tensor: 8, pipeline: 16 });
});
