import { decoder } from '../decoder/architecture';
import type { Family } from './family';
import { gptSpec, type GptOptions } from './gpt2';

const GPTJ: GptOptions = {
  inner: 'n_inner',
  qkvBias: false,
  outBias: false,
  norms: ['ln_1'],
  rotary: true,
  tied: false,
  headBias: true,
  names: { out: 'out_proj', up: 'fc_in', down: 'fc_out' },
};

/** GPT-J: rotary positions, parallel parts behind one LayerNorm, biases on feed-forward and head alone. */
export const gptj: Family = {
  id: 'gptj',
  modelTypes: ['gptj'],
  read: (fields) => decoder(gptSpec(fields, GPTJ)),
};

/** CodeGen (arXiv:2203.13474): GPT-J with queries, keys and values in one matrix. */
export const codegen: Family = {
  id: 'codegen',
  modelTypes: ['codegen'],
  read: (fields) => decoder(gptSpec(fields, { ...GPTJ, fused: 'qkv_proj' })),
};
