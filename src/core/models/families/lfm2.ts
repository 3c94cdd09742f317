import { decoder } from '../decoder/architecture';
import { layersByKind, readHead, readHeads, readLayers, readLayerTypes } from '../decoder/read';
import type { Fields } from '../fields';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';
import { readExperts } from './mixtral';

/** The feed-forward width, which the config gives before its reduction to two thirds and rounding up. */
const ffnWidth = (fields: Fields): number => {
  const given = fields.count(['block_ff_dim', 'intermediate_size']);
  if (!fields.flag('block_auto_adjust_ff_dim', true)) return given;
  const reduced = Math.floor((2 * given) / 3);
  const scaled = Math.floor((fields.optionalNumber('block_ffn_dim_multiplier') ?? 1) * reduced);
  const multiple = fields.optionalCount('block_multiple_of') ?? 256;
  return multiple * Math.ceil(scaled / multiple);
};

const layerTypes = (fields: Fields, layers: number): readonly string[] => {
  const listed = readLayerTypes(fields, layers);
  if (listed !== undefined) return listed;
  const attends = fields.list<number>('full_attn_idxs', 'number');
  return Array.from({ length: layers }, (_, i) =>
    attends === undefined || attends.includes(i) ? 'full_attention' : 'conv',
  );
};

/** LFM2: short gated convolutions with an attention layer here and there, in some with experts (arXiv:2511.23404). */
export const lfm2: Family = {
  id: 'lfm2',
  modelTypes: ['lfm2', 'lfm2_moe'],
  read: (fields) => {
    const sparse = fields.optionalText('model_type') === 'lfm2_moe';
    const dense = sparse ? (fields.optionalCount('num_dense_layers', 0) ?? 2) : Infinity;
    const kinds = layerTypes(fields, readLayers(fields)).map(
      (type, i) => `${type === 'full_attention' ? 'attention' : 'conv'}${i >= dense ? '-moe' : ''}` as const,
    );
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden: fields.count('hidden_size'),
      layers: layersByKind(kinds, (kind) => ({
        norms: ['operator_norm', 'ffn_norm'],
        mixer: kind.startsWith('attention')
          ? { kind: 'attention', ...readHeads(fields), qkvBias: false, outBias: false, qkNorm: 'head' }
          : {
              kind: 'short-convolution',
              kernel: fields.optionalCount('conv_L_cache') ?? 3,
              bias: fields.flag('conv_bias', false),
            },
        ffn: kind.endsWith('-moe')
          ? {
              kind: 'experts',
              ...readExperts(fields),
              width: fields.count('moe_intermediate_size'),
              gated: true,
              bias: false,
              routerBias: false,
            }
          : {
              kind: 'dense',
              width: sparse ? fields.count('intermediate_size') : ffnWidth(fields),
              gated: true,
              bias: false,
            },
      })),
      norm: 'scale',
      rotary: true,
      head: readHead(fields, { tied: true, bias: false }),
      names: {
        ...LLAMA_NAMES,
        out: 'out_proj',
        ffn: 'feed_forward',
        gate: 'w1',
        up: 'w3',
        down: 'w2',
        finalNorm: 'model.embedding_norm',
      },
    });
  },
};
