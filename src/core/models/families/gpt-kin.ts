import { decoder } from '../decoder/architecture';
import { readHead, readHeads, readLayers } from '../decoder/read';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';

/** XGLM (arXiv:2112.10668) and BioGPT: OPT's layers; XGLM's positions are computed, BioGPT's learned. */
export const xglm: Family = {
  id: 'xglm',
  modelTypes: ['xglm', 'biogpt'],
  read: (fields) => {
    const learned = fields.optionalText('model_type') === 'biogpt';
    const hiddenNames = ['d_model', 'hidden_size'];
    const widthNames = ['ffn_dim', 'intermediate_size'];
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden: fields.count(hiddenNames),
      layers: [
        {
          count: readLayers(fields, ['num_layers', 'num_hidden_layers']),
          mixer: {
            kind: 'attention',
            ...readHeads(fields, {
              hidden: hiddenNames,
              heads: ['attention_heads', 'num_attention_heads'],
              kvHeads: [],
              headDim: [],
            }),
            qkvBias: true,
            outBias: true,
          },
          ffn: { kind: 'dense', width: fields.count(widthNames), gated: false, bias: true },
          norms: ['self_attn_layer_norm', 'final_layer_norm'],
        },
      ],
      norm: 'scale-shift',
      // The position table starts with two rows that no position uses.
      ...(learned ? { learnedPositions: fields.count('max_position_embeddings') + 2 } : {}),
      rotary: false,
      head: readHead(fields, { tied: true, bias: false }),
      names: {
        ...LLAMA_NAMES,
        positions: 'model.embed_positions',
        out: 'out_proj',
        ffn: '',
        up: 'fc1',
        down: 'fc2',
        finalNorm: 'model.layer_norm',
      },
    });
  },
};

/** Persimmon (Adept, 2023): fused biased attention with LayerNorm on queries and keys, a squared ReLU. */
export const persimmon: Family = {
  id: 'persimmon',
  modelTypes: ['persimmon'],
  read: (fields) => {
    const hidden = fields.count('hidden_size');
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden,
      layers: [
        {
          count: readLayers(fields),
          mixer: {
            kind: 'attention',
            ...readHeads(fields, {
              hidden: 'hidden_size',
              heads: 'num_attention_heads',
              kvHeads: [],
              headDim: [],
            }),
            qkvBias: true,
            outBias: true,
            fused: 'query_key_value',
            ...(fields.flag('qk_layernorm', true) ? { qkNorm: 'head', qkNormWeights: 'scale-shift' } : {}),
          },
          ffn: { kind: 'dense', width: fields.count('intermediate_size'), gated: false, bias: true },
          norms: ['input_layernorm', 'post_attention_layernorm'],
        },
      ],
      norm: 'scale-shift',
      rotary: true,
      head: readHead(fields, { tied: false, bias: false }),
      names: {
        ...LLAMA_NAMES,
        out: 'dense',
        up: 'dense_h_to_4h',
        down: 'dense_4h_to_h',
        finalNorm: 'model.final_layernorm',
      },
    });
  },
};
