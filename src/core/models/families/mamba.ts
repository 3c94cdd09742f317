import { decoder } from '../decoder/architecture';
import type { MambaPart } from '../decoder/parts/mamba';
import type { Mamba2Part } from '../decoder/parts/mamba2';
import { readHead, readLayers } from '../decoder/read';
import type { DecoderNames, DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';

/** Module names of transformers' state-space models. */
export const MAMBA_NAMES: DecoderNames = {
  ...LLAMA_NAMES,
  layers: 'backbone.layers',
  embedding: 'backbone.embeddings',
  mixer: 'mixer',
  finalNorm: 'backbone.norm_f',
};

const DEFAULT_STATE = 16;
const DEFAULT_CONVOLUTION = 4;
const DEFAULT_EXPANSION = 2;
/** A time step's rank is the hidden size over 16, rounded up, where the config says `auto` or nothing. */
const RANK_DIVISOR = 16;

const timeStepRank = (fields: Fields, hidden: number): number =>
  (fields.isWord('time_step_rank', 'auto') ? undefined : fields.optionalCount('time_step_rank')) ??
  Math.ceil(hidden / RANK_DIVISOR);

const mambaPart = (fields: Fields, hidden: number): MambaPart => ({
  kind: 'mamba',
  inner:
    fields.optionalCount('intermediate_size') ??
    (fields.optionalCount('expand') ?? DEFAULT_EXPANSION) * hidden,
  state: fields.optionalCount('state_size') ?? DEFAULT_STATE,
  rank: timeStepRank(fields, hidden),
  convolution: fields.optionalCount('conv_kernel') ?? DEFAULT_CONVOLUTION,
  convolutionBias: fields.flag('use_conv_bias', true),
  bias: fields.flag('use_bias', false),
});

const mambaSpec = (
  fields: Fields,
  part: (fields: Fields, hidden: number) => MambaPart | Mamba2Part,
): DecoderSpec => {
  const hidden = fields.count(['hidden_size', 'd_model']);
  return {
    vocabulary: fields.count('vocab_size'),
    hidden,
    layers: [
      {
        count: readLayers(fields, ['num_hidden_layers', 'n_layer']),
        mixer: part(fields, hidden),
        norms: ['norm'],
      },
    ],
    norm: 'scale',
    rotary: false,
    head: readHead(fields, { tied: true, bias: false }),
    names: MAMBA_NAMES,
  };
};

/** Mamba: selective state-space layers and nothing else (arXiv:2312.00752). `ov_mamba` is a name some copies carry. */
export const mamba: Family = {
  id: 'mamba',
  modelTypes: ['mamba', 'falcon_mamba', 'ov_mamba'],
  read: (fields) => decoder(mambaSpec(fields, mambaPart)),
};

const mamba2Part = (fields: Fields, hidden: number): Mamba2Part => {
  const heads = fields.count('num_heads');
  const headDim = fields.count('head_dim');
  const inner = (fields.optionalCount('expand') ?? DEFAULT_EXPANSION) * hidden;
  if (heads * headDim !== inner) {
    fields.fail(
      'num_heads',
      `num_heads × head_dim is ${heads * headDim}; expected expand × hidden_size, which is ${inner}`,
    );
  }
  return {
    kind: 'mamba2',
    heads,
    headDim,
    groups: fields.count('n_groups'),
    state: fields.count('state_size'),
    convolution: fields.optionalCount('conv_kernel') ?? DEFAULT_CONVOLUTION,
    convolutionBias: fields.flag('use_conv_bias', true),
    bias: fields.flag('use_bias', false),
  };
};

/** Mamba-2: state-space duality, heads and groups (arXiv:2405.21060). */
export const mamba2: Family = {
  id: 'mamba2',
  modelTypes: ['mamba2'],
  read: (fields) => decoder(mambaSpec(fields, mamba2Part)),
};
