import { decoder } from '../decoder/architecture';
import { readHead, readHeads, readLayers } from '../decoder/read';
import type { Family } from './family';
import { GPT_HEAD_NAMES, GPT_NAMES } from './gpt2';

/** GPT-J: rotary positions, parallel parts behind one LayerNorm, biases on feed-forward and head alone. */
export const gptj: Family = {
  id: 'gptj',
  modelTypes: ['gptj'],
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
            qkvBias: false,
            outBias: false,
          },
          ffn: {
            kind: 'dense',
            width: fields.optionalCount('n_inner') ?? 4 * hidden,
            gated: false,
            bias: true,
          },
          norms: ['ln_1'],
        },
      ],
      norm: 'scale-shift',
      rotary: true,
      head: readHead(fields, { tied: false, bias: true }),
      names: { ...GPT_NAMES, out: 'out_proj', up: 'fc_in', down: 'fc_out' },
    });
  },
};
