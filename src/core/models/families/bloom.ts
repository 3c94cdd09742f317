import { decoder } from '../decoder/architecture';
import { readHead, readHeads, readLayers } from '../decoder/read';
import type { DecoderNames } from '../decoder/spec';
import type { Family } from './family';
import { GPT_NAMES } from './gpt2';

/** Module names that BLOOM and Falcon share. */
export const BLOOM_NAMES: DecoderNames = {
  ...GPT_NAMES,
  embedding: 'transformer.word_embeddings',
  embeddingNorm: 'transformer.word_embeddings_layernorm',
  mixer: 'self_attention',
  out: 'dense',
  up: 'dense_h_to_4h',
  down: 'dense_4h_to_h',
};

/** BLOOM: linear biases in place of positions, a norm behind the embedding, tied head (arXiv:2211.05100). */
export const bloom: Family = {
  id: 'bloom',
  modelTypes: ['bloom'],
  read: (fields) => {
    const names = ['n_embed', 'hidden_size'];
    const hidden = fields.count(names);
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden,
      layers: [
        {
          count: readLayers(fields, ['n_layer', 'num_hidden_layers']),
          mixer: {
            kind: 'attention',
            ...readHeads(fields, {
              hidden: names,
              heads: ['num_attention_heads', 'n_head'],
              kvHeads: [],
              headDim: [],
            }),
            qkvBias: true,
            outBias: true,
            fused: 'query_key_value',
          },
          ffn: { kind: 'dense', width: 4 * hidden, gated: false, bias: true },
          norms: ['input_layernorm', 'post_attention_layernorm'],
        },
      ],
      norm: 'scale-shift',
      embeddingNorm: true,
      rotary: false,
      head: readHead(fields, { tied: true, bias: false }),
      names: BLOOM_NAMES,
    });
  },
};
