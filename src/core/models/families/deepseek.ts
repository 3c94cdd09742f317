import { decoder } from '../decoder/architecture';
import type { ExpertsFfn } from '../decoder/parts/experts';
import type { LatentAttentionPart } from '../decoder/parts/latent';
import type { Mixer } from '../decoder/parts/mixer';
import { layersByKind } from '../decoder/read';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';
import { llamaSpec } from './llama';
import { readExperts } from './mixtral';

/** Rank of the compressed queries where the config leaves it out; null means that they are not compressed. */
const DEFAULT_QUERY_RANK = 1536;

/** Routed experts, and as many shared ones as wide as a routed one each. */
export const deepseekExperts = (fields: Fields): ExpertsFfn => {
  const width = fields.count('moe_intermediate_size');
  const shared = fields.optionalCount('n_shared_experts', 0) ?? 0;
  return {
    kind: 'experts',
    ...readExperts(fields),
    width,
    gated: true,
    bias: false,
    routerBias: false,
    ...(shared > 0 ? { sharedWidth: shared * width } : {}),
  };
};

/** The first layers are dense, of the rest every `moe_layer_freq`-th has experts. */
export const withDeepseekExperts = (fields: Fields, spec: DecoderSpec, mixer?: Mixer): DecoderSpec => {
  const [all] = spec.layers;
  if (all === undefined) return spec;
  const dense = fields.optionalCount('first_k_dense_replace', 0) ?? 0;
  const step = fields.optionalCount('moe_layer_freq') ?? 1;
  const ffn = deepseekExperts(fields);
  const types = fields.list<string>('mlp_layer_types', 'string');
  const kinds = Array.from({ length: all.count }, (_, i) =>
    (types === undefined ? i >= dense && i % step === 0 : types[i] === 'sparse') ? 'moe' : 'dense',
  );
  const base = mixer === undefined ? all : { ...all, mixer };
  return { ...spec, layers: layersByKind(kinds, (kind) => (kind === 'moe' ? { ...base, ffn } : base)) };
};

/**
 * Latent attention with DeepSeek's fields.
 * @param compresses Whether queries are compressed where the config does not say.
 */
export const latentPart = (fields: Fields, compresses = true): LatentAttentionPart => {
  const queryRank = fields.isNull('q_lora_rank')
    ? undefined
    : (fields.optionalCount('q_lora_rank') ?? (compresses ? DEFAULT_QUERY_RANK : undefined));
  const indexHeads = fields.optionalCount('index_n_heads');
  return {
    kind: 'latent',
    heads: fields.count('num_attention_heads'),
    rank: fields.count('kv_lora_rank'),
    nope: fields.count('qk_nope_head_dim'),
    rope: fields.count('qk_rope_head_dim'),
    valueDim: fields.count('v_head_dim'),
    bias: fields.flag('attention_bias', false),
    ...(queryRank === undefined ? {} : { queryRank }),
    ...(indexHeads === undefined
      ? {}
      : {
          indexer: {
            heads: indexHeads,
            dim: fields.count('index_head_dim'),
            selected: fields.count('index_topk'),
          },
        }),
  };
};

/** DeepSeek-MoE: multi-head attention, many small experts and shared ones (arXiv:2401.06066). */
export const deepseek: Family = {
  id: 'deepseek',
  modelTypes: ['deepseek'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', false);
    return decoder(withDeepseekExperts(fields, llamaSpec(fields, { qkvBias: bias, outBias: bias })));
  },
};

/** The spec of a model with latent attention. The heads' width is its own, so `head_dim` plays no part. */
export const latentSpec = (fields: Fields): DecoderSpec => {
  if (fields.flag('mlp_bias', false)) fields.fail('mlp_bias', 'not known: mlp_bias true');
  const mixer = latentPart(fields);
  const spec = llamaSpec(fields, {
    attention: { heads: mixer.heads, kvHeads: mixer.heads, headDim: mixer.nope },
  });
  return withDeepseekExperts(fields, spec, mixer);
};

/**
 * DeepSeek-V2 and V3 (arXiv:2405.04434, arXiv:2412.19437), V3.2 and GLM-5 with an indexer in front of the attention,
 * and Kimi-K2. The layers that predict further tokens are not part of the model proper.
 */
export const deepseekV3: Family = {
  id: 'deepseek-v3',
  modelTypes: ['deepseek_v2', 'deepseek_v3', 'deepseek_v32', 'kimi_k2', 'glm_moe_dsa'],
  read: (fields) => decoder(latentSpec(fields)),
};
