import { decoder } from '../decoder/architecture';
import { readHead, readHeads, readLayers } from '../decoder/read';
import type { Fields } from '../fields';
import { BLOOM_NAMES } from './bloom';
import type { Family } from './family';

const norms = (fields: Fields, newArchitecture: boolean): readonly string[] => {
  const norms = fields.optionalCount('num_ln_in_parallel_attn') ?? (newArchitecture ? 2 : 1);
  if (norms === 2) return ['ln_attn', 'ln_mlp'];
  return newArchitecture || fields.flag('parallel_attn', true)
    ? ['input_layernorm']
    : ['input_layernorm', 'post_attention_layernorm'];
};

const keyValueHeads = (fields: Fields, heads: number, newArchitecture: boolean): number => {
  if (newArchitecture) return fields.optionalCount('num_kv_heads') ?? heads;
  return fields.flag('multi_query', true) ? 1 : heads;
};

/** Falcon: multi-query attention, in the large models grouped, with parallel parts (arXiv:2311.16867). */
export const falcon: Family = {
  id: 'falcon',
  modelTypes: ['falcon', 'RefinedWeb', 'RefinedWebModel'],
  read: (fields) => {
    const hidden = fields.count('hidden_size');
    const newArchitecture = fields.flag('new_decoder_architecture', false);
    const bias = fields.flag('bias', false);
    const heads = readHeads(fields, {
      hidden: 'hidden_size',
      heads: ['num_attention_heads', 'n_head'],
      kvHeads: [],
      headDim: [],
    });
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden,
      layers: [
        {
          count: readLayers(fields, ['num_hidden_layers', 'n_layer']),
          mixer: {
            kind: 'attention',
            ...heads,
            kvHeads: keyValueHeads(fields, heads.heads, newArchitecture),
            // The code of the large models caches keys and values after handing each head its copy.
            ...(newArchitecture ? { cachedElements: 2 * heads.heads * heads.headDim } : {}),
            qkvBias: bias,
            outBias: bias,
            fused: 'query_key_value',
          },
          ffn: {
            kind: 'dense',
            width: fields.optionalCount('ffn_hidden_size') ?? 4 * hidden,
            gated: false,
            bias,
          },
          norms: norms(fields, newArchitecture),
        },
      ],
      norm: 'scale-shift',
      rotary: !fields.flag('alibi', false),
      head: readHead(fields, { tied: true, bias: false }),
      names: BLOOM_NAMES,
    });
  },
};
