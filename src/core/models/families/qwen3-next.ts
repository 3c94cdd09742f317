import { decoder } from '../decoder/architecture';
import type { Mixer } from '../decoder/parts/mixer';
import { layersByKind, readHead, readHeads, readLayers, readLayerTypes } from '../decoder/read';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';
import { qwenExperts, sparseLayers } from './qwen-moe';

/** Where the config does not say, every fourth layer has full attention. */
const DEFAULT_INTERVAL = 4;

const layerTypes = (fields: Fields, layers: number): readonly string[] => {
  const every = fields.optionalCount('full_attention_interval') ?? DEFAULT_INTERVAL;
  return (
    readLayerTypes(fields, layers) ??
    Array.from({ length: layers }, (_, i) => ((i + 1) % every === 0 ? 'full_attention' : 'linear_attention'))
  );
};

const mixer = (fields: Fields, kind: string): Mixer => {
  if (kind !== 'full') {
    return {
      kind: 'gated-delta',
      keyHeads: fields.count('linear_num_key_heads'),
      keyDim: fields.count('linear_key_head_dim'),
      valueHeads: fields.count('linear_num_value_heads'),
      valueDim: fields.count('linear_value_head_dim'),
      convolution: fields.count('linear_conv_kernel_dim'),
    };
  }
  const bias = fields.flag('attention_bias', false);
  return {
    kind: 'attention',
    ...readHeads(fields),
    qkvBias: bias,
    outBias: bias,
    qkNorm: 'head',
    gated: fields.flag('attn_output_gate', true),
  };
};

/** Qwen3-Next and 3.5: three linear-attention layers to one of gated attention, dense or with experts. */
export const qwen3NextSpec = (fields: Fields): DecoderSpec => {
  const layers = readLayers(fields);
  const hasExperts = fields.has('num_experts') && fields.optionalCount('num_experts', 0) !== 0;
  const sparse = hasExperts ? sparseLayers(fields, layers) : [];
  const kinds = layerTypes(fields, layers).map(
    (type, i) =>
      `${type === 'full_attention' ? 'full' : 'linear'}-${sparse[i] === true ? 'moe' : 'dense'}` as const,
  );
  return {
    vocabulary: fields.count('vocab_size'),
    hidden: fields.count('hidden_size'),
    layers: layersByKind(kinds, (kind) => ({
      norms: ['input_layernorm', 'post_attention_layernorm'],
      mixer: mixer(fields, kind.split('-')[0] ?? ''),
      ffn: kind.endsWith('moe')
        ? qwenExperts(fields)
        : { kind: 'dense', width: fields.count('intermediate_size'), gated: true, bias: false },
    })),
    norm: 'scale',
    rotary: true,
    head: readHead(fields, { tied: false, bias: false }),
    names: { ...LLAMA_NAMES, sharedExperts: 'shared_expert' },
  };
};

export const qwen3Next: Family = {
  id: 'qwen3-next',
  modelTypes: ['qwen3_next', 'qwen3_5_text', 'qwen3_5_moe_text'],
  read: (fields) => decoder(qwen3NextSpec(fields)),
};
