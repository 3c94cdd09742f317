import { decoder } from '../decoder/architecture';
import type { DecoderNames } from '../decoder/spec';
import type { Family } from './family';
import { GPT_NAMES, gptSpec } from './gpt2';

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
  read: (fields) =>
    decoder(
      gptSpec(fields, {
        heads: { hidden: ['n_embed', 'hidden_size'], heads: ['num_attention_heads', 'n_head'] },
        fused: 'query_key_value',
        norms: ['input_layernorm', 'post_attention_layernorm'],
        embeddingNorm: true,
        names: BLOOM_NAMES,
      }),
    ),
};
