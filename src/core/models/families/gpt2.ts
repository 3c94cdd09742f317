import { decoder } from '../decoder/architecture';
import { type HeadNames, readHead, readHeads, readLayers } from '../decoder/read';
import type { DecoderNames } from '../decoder/spec';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';

/** Module names of transformers' GPT-2 and its early followers. */
export const GPT_NAMES: DecoderNames = {
  ...LLAMA_NAMES,
  layers: 'transformer.h',
  embedding: 'transformer.wte',
  positions: 'transformer.wpe',
  mixer: 'attn',
  out: 'c_proj',
  up: 'c_fc',
  down: 'c_proj',
  finalNorm: 'transformer.ln_f',
};

export const GPT_HEAD_NAMES: HeadNames = {
  hidden: ['n_embd', 'hidden_size'],
  heads: ['n_head', 'num_attention_heads'],
  kvHeads: [],
  headDim: [],
};

/** GPT-2: learned positions, LayerNorm, fused query-key-value, plain feed-forward, all biases, tied head. */
export const gpt2: Family = {
  id: 'gpt2',
  modelTypes: ['gpt2', 'gpt-sw3'],
  read: (fields) => {
    const hidden = fields.count(GPT_HEAD_NAMES.hidden);
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden,
      layers: [
        {
          count: readLayers(fields, ['n_layer', 'num_hidden_layers']),
          mixer: {
            kind: 'attention',
            ...readHeads(fields, GPT_HEAD_NAMES),
            qkvBias: true,
            outBias: true,
            fused: 'c_attn',
          },
          ffn: {
            kind: 'dense',
            width: fields.optionalCount('n_inner') ?? 4 * hidden,
            gated: false,
            bias: true,
          },
          norms: ['ln_1', 'ln_2'],
        },
      ],
      norm: 'scale-shift',
      learnedPositions: fields.count(['n_positions', 'max_position_embeddings', 'n_ctx']),
      rotary: false,
      head: readHead(fields, { tied: true, bias: false }),
      names: GPT_NAMES,
    });
  },
};
