import { decoder } from '../decoder/architecture';
import type { Family } from './family';
import { gptSpec } from './gpt2';

/**
 * GPT-Neo: GPT-2 with separate projections. Every other layer looks through a window of 256, but only by its mask:
 * its code computes and caches all positions, so they are counted in full.
 */
export const gptNeo: Family = {
  id: 'gpt-neo',
  modelTypes: ['gpt_neo'],
  read: (fields) =>
    decoder(
      gptSpec(fields, {
        heads: { hidden: 'hidden_size', heads: ['num_heads', 'num_attention_heads'] },
        layers: ['num_layers', 'num_hidden_layers'],
        inner: 'intermediate_size',
        qkvBias: false,
        positions: fields.count('max_position_embeddings'),
        names: { mixer: 'attn.attention', out: 'out_proj' },
      }),
    ),
};
