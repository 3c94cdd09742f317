import { decoder } from '../decoder/architecture';
import { readHead, readHeads, readLayers } from '../decoder/read';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';

/** The position table starts with two rows that no position uses. */
const UNUSED_POSITIONS = 2;

/** OPT: learned positions, LayerNorm, biases, tied head (arXiv:2205.01068). */
export const opt: Family = {
  id: 'opt',
  modelTypes: ['opt'],
  read: (fields) => {
    const hidden = fields.count('hidden_size');
    const bias = fields.flag('enable_bias', true);
    const affine = fields.flag('layer_norm_elementwise_affine', true);
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden,
      embeddingWidth: fields.optionalCount('word_embed_proj_dim') ?? hidden,
      layers: [
        {
          count: readLayers(fields),
          mixer: { kind: 'attention', ...readHeads(fields), qkvBias: bias, outBias: bias },
          ffn: { kind: 'dense', width: fields.count('ffn_dim'), gated: false, bias },
          norms: ['self_attn_layer_norm', 'final_layer_norm'],
        },
      ],
      norm: affine ? 'scale-shift' : 'none',
      finalNorm: fields.flag('do_layer_norm_before', true) && !fields.flag('_remove_final_layer_norm', false),
      learnedPositions: fields.count('max_position_embeddings') + UNUSED_POSITIONS,
      rotary: false,
      head: readHead(fields, { tied: true, bias: false }),
      names: {
        ...LLAMA_NAMES,
        layers: 'model.decoder.layers',
        embedding: 'model.decoder.embed_tokens',
        positions: 'model.decoder.embed_positions',
        out: 'out_proj',
        ffn: '',
        up: 'fc1',
        down: 'fc2',
        finalNorm: 'model.decoder.final_layer_norm',
      },
    });
  },
};
