import { decoder } from '../decoder/architecture';
import { readHead, readHeads, readLayers } from '../decoder/read';
import type { Family } from './family';
import { GPT_HEAD_NAMES, GPT_NAMES } from './gpt2';

/** SantaCoder and StarCoder: GPT-2 with one key-value head for all queries (arXiv:2305.06161). */
export const gptBigcode: Family = {
  id: 'gpt-bigcode',
  modelTypes: ['gpt_bigcode'],
  read: (fields) => {
    const hidden = fields.count(GPT_HEAD_NAMES.hidden);
    const heads = readHeads(fields, GPT_HEAD_NAMES);
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden,
      layers: [
        {
          count: readLayers(fields, ['n_layer', 'num_hidden_layers']),
          mixer: {
            kind: 'attention',
            ...heads,
            kvHeads: fields.flag('multi_query', true) ? 1 : heads.heads,
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
      learnedPositions: fields.count(['n_positions', 'max_position_embeddings']),
      rotary: false,
      head: readHead(fields, { tied: true, bias: false }),
      names: GPT_NAMES,
    });
  },
};
