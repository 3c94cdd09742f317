import { decoder } from '../decoder/architecture';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** GPT-NeoX and Pythia: rotary positions, LayerNorm, fused attention, biases (arXiv:2204.06745, arXiv:2304.01373). */
export const gptNeox: Family = {
  id: 'gpt-neox',
  modelTypes: ['gpt_neox'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', true);
    return decoder(
      llamaSpec(fields, {
        qkvBias: bias,
        outBias: bias,
        mlpBias: true,
        gated: false,
        norm: 'scale-shift',
        attention: { fused: 'query_key_value' },
        names: {
          layers: 'gpt_neox.layers',
          embedding: 'gpt_neox.embed_in',
          mixer: 'attention',
          out: 'dense',
          up: 'dense_h_to_4h',
          down: 'dense_4h_to_h',
          finalNorm: 'gpt_neox.final_layer_norm',
          head: 'embed_out',
        },
      }),
    );
  },
};
