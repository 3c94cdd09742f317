import { decoder } from '../decoder/architecture';
import { readHead, readHeads, readLayers } from '../decoder/read';
import type { Family } from './family';
import { GPT_NAMES } from './gpt2';

/**
 * GPT-Neo: GPT-2 with separate projections. Every other layer looks through a window of 256, but only by its mask:
 * its code computes and caches all positions, so they are counted in full.
 */
export const gptNeo: Family = {
  id: 'gpt-neo',
  modelTypes: ['gpt_neo'],
  read: (fields) => {
    const hidden = fields.count('hidden_size');
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden,
      layers: [
        {
          count: readLayers(fields, ['num_layers', 'num_hidden_layers']),
          mixer: {
            kind: 'attention',
            ...readHeads(fields, {
              hidden: 'hidden_size',
              heads: ['num_heads', 'num_attention_heads'],
              kvHeads: [],
              headDim: [],
            }),
            qkvBias: false,
            outBias: true,
          },
          ffn: {
            kind: 'dense',
            width: fields.optionalCount('intermediate_size') ?? 4 * hidden,
            gated: false,
            bias: true,
          },
          norms: ['ln_1', 'ln_2'],
        },
      ],
      norm: 'scale-shift',
      learnedPositions: fields.count('max_position_embeddings'),
      rotary: false,
      head: readHead(fields, { tied: true, bias: false }),
      names: { ...GPT_NAMES, mixer: 'attn.attention', out: 'out_proj' },
    });
  },
};
