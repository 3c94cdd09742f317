import { decoder } from '../../decoder/architecture';
import type { Family } from '../../families/family';
import { GPT_NAMES } from '../../families/gpt2';
import { dialect } from '../dialect';

/** Layers of a GPT without embedding and head: that is what calculon's application files describe. */
const gptLayers: Family = {
  id: 'gpt-layers',
  modelTypes: [],
  read: (fields) => {
    const heads = fields.count('num_attention_heads');
    return decoder({
      vocabulary: 0,
      hidden: fields.count('hidden_size'),
      layers: [
        {
          count: fields.count('num_hidden_layers'),
          mixer: {
            kind: 'attention',
            heads,
            kvHeads: heads,
            headDim: fields.count('head_dim'),
            qkvBias: true,
            outBias: true,
            fused: 'c_attn',
          },
          ffn: { kind: 'dense', width: fields.count('intermediate_size'), gated: false, bias: true },
          norms: ['ln_1', 'ln_2'],
        },
      ],
      norm: 'scale-shift',
      finalNorm: false,
      rotary: false,
      head: { kind: 'none' },
      names: GPT_NAMES,
    });
  },
};

/** calculon's application JSON (ornl/calculon). */
export const calculon = dialect({
  id: 'calculon',
  has: ['hidden', 'feedforward', 'attn_heads', 'attn_size', 'num_blocks'],
  translate: () => ({
    family: gptLayers,
    spelling: {
      hidden_size: 'hidden',
      intermediate_size: 'feedforward',
      num_attention_heads: 'attn_heads',
      head_dim: 'attn_size',
      num_hidden_layers: 'num_blocks',
      max_position_embeddings: 'seq_size',
    },
  }),
});
