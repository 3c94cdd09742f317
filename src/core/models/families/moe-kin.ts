import { decoder } from '../decoder/architecture';
import type { ExpertsFfn } from '../decoder/parts/experts';
import { layersByKind, readLayers, readSliding, withWindows } from '../decoder/read';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import { deepseekExperts, withDeepseekExperts } from './deepseek';
import type { Family } from './family';
import { llamaSpec } from './llama';
import { mixtralSpec, readExperts } from './mixtral';

const attentionBias = (fields: Fields, otherwise = false) => {
  const bias = fields.flag('attention_bias', otherwise);
  return { qkvBias: bias, outBias: bias };
};

/** OLMoE (arXiv:2409.02060): experts in every layer, queries and keys normalised over their full width. */
export const olmoe: Family = {
  id: 'olmoe',
  modelTypes: ['olmoe'],
  read: (fields) => decoder(mixtralSpec(fields, { ...attentionBias(fields), attention: { qkNorm: 'full' } })),
};

/** FlexOlmo (arXiv:2507.07024): OLMo 2's norms after the parts, and experts. */
export const flexOlmo: Family = {
  id: 'flex-olmo',
  modelTypes: ['flex_olmo'],
  read: (fields) =>
    decoder(
      mixtralSpec(fields, {
        ...attentionBias(fields),
        attention: { qkNorm: 'full' },
        norms: ['post_attention_layernorm', 'post_feedforward_layernorm'],
      }),
    ),
};

/** Phi-3.5-MoE (arXiv:2404.14219): LayerNorm, and experts in every layer. */
export const phimoe: Family = {
  id: 'phimoe',
  modelTypes: ['phimoe'],
  read: (fields) => {
    const window = fields.optionalCount('sliding_window');
    return decoder(
      mixtralSpec(fields, {
        ...attentionBias(fields),
        norm: 'scale-shift',
        headBias: fields.flag('lm_head_bias', false),
        names: { router: 'router' },
        ...(window === undefined ? {} : { attention: { window } }),
      }),
    );
  },
};

/** dots.llm1 (arXiv:2506.05767): DeepSeek's experts behind grouped-query attention with normalised queries and keys. */
export const dots1: Family = {
  id: 'dots1',
  modelTypes: ['dots1'],
  read: (fields) =>
    decoder(
      withDeepseekExperts(
        fields,
        llamaSpec(fields, { ...attentionBias(fields), attention: { qkNorm: 'head' } }),
      ),
    ),
};

/** Solar Open: DeepSeek's experts in every layer. */
export const solarOpen: Family = {
  id: 'solar-open',
  modelTypes: ['solar_open'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', false);
    const spec = llamaSpec(fields.withDefaults({ intermediate_size: 1 }), { qkvBias: bias });
    const ffn = deepseekExperts(fields);
    return decoder({ ...spec, layers: spec.layers.map((layer) => ({ ...layer, ffn })) });
  },
};

/** ERNIE 4.5 with experts: shared ones as wide as their number of routed ones, dense layers first. */
const ernieExperts = (fields: Fields): ExpertsFfn => {
  const width = fields.count('moe_intermediate_size');
  const shared = fields.optionalCount('moe_num_shared_experts', 0) ?? 2;
  const experts = fields.count('moe_num_experts');
  const perToken = fields.count('moe_k');
  if (perToken > experts)
    fields.fail('moe_k', `each token passes ${perToken} experts of ${experts}; expected at most all of them`);
  return {
    kind: 'experts',
    experts,
    perToken,
    width,
    gated: true,
    bias: false,
    // The correction of the scores is a parameter here.
    routerBias: true,
    ...(shared > 0 ? { sharedWidth: shared * width } : {}),
  };
};

/** ERNIE 4.5 with experts (Baidu, 2025). */
export const ernie45Moe: Family = {
  id: 'ernie4.5-moe',
  modelTypes: ['ernie4_5_moe'],
  read: (fields) => {
    if (fields.flag('use_bias', false)) fields.fail('use_bias', 'not known: use_bias true with experts');
    const spec = llamaSpec(fields, { tied: true });
    const [all] = spec.layers;
    if (all === undefined) return decoder(spec);
    const first = fields.optionalCount('moe_layer_start_index', 0) ?? 1;
    const end = fields.optionalNumber('moe_layer_end_index') ?? -1;
    const last = end === -1 ? all.count - 1 : end;
    const step = fields.optionalCount('moe_layer_interval') ?? 1;
    const kinds = Array.from({ length: all.count }, (_, i) =>
      (i + 1) % step === 0 && i >= first && i <= last ? 'moe' : 'dense',
    );
    const ffn = ernieExperts(fields);
    return decoder({
      ...spec,
      layers: layersByKind(kinds, (kind) => (kind === 'moe' ? { ...all, ffn } : all)),
    });
  },
};

/** K-EXAONE: experts beyond the first layers, normalised queries and keys, windows. */
export const exaoneMoe: Family = {
  id: 'exaone-moe',
  modelTypes: ['exaone_moe'],
  read: (fields) => {
    const spec = llamaSpec(fields, { attention: { qkNorm: 'head' } });
    const [all] = spec.layers;
    if (all === undefined) return decoder(spec);
    const width = fields.count('moe_intermediate_size');
    const shared = fields.optionalCount('num_shared_experts', 0) ?? 1;
    const ffn: ExpertsFfn = {
      kind: 'experts',
      ...readExperts(fields),
      width,
      gated: true,
      bias: false,
      routerBias: false,
      ...(shared > 0 ? { sharedWidth: shared * width } : {}),
    };
    const dense = fields.optionalCount('first_k_dense_replace', 0) ?? 1;
    const types = fields.list<string>('mlp_layer_types', 'string');
    const listed = fields.list<boolean>('is_moe_layer', 'boolean');
    const sliding = readSliding(fields, all.count, fields.optionalCount('sliding_window_pattern') ?? 4);
    const window = fields.optionalCount('sliding_window');
    const sparse = (i: number): boolean =>
      types === undefined ? (listed?.[i] ?? i >= dense) : types[i] === 'sparse';
    const kinds = Array.from(
      { length: all.count },
      (_, i) => `${sliding[i] === true ? 'sliding' : 'full'}-${sparse(i) ? 'moe' : 'dense'}` as const,
    );
    const { mixer } = all;
    return decoder({
      ...spec,
      layers: layersByKind(kinds, (kind) => ({
        ...all,
        ...(kind.startsWith('sliding') && window !== undefined && mixer?.kind === 'attention'
          ? { mixer: { ...mixer, window } }
          : {}),
        ...(kind.endsWith('moe') ? { ffn } : {}),
      })),
    });
  },
};

/** Mellum with experts: normalised queries and keys, three windowed layers to one. */
export const mellum: Family = {
  id: 'mellum',
  modelTypes: ['mellum'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', false);
    const spec: DecoderSpec = mixtralSpec(fields.withDefaults({ intermediate_size: 1 }), {
      qkvBias: bias,
      outBias: bias,
      attention: { qkNorm: 'head' },
      ffn: { width: fields.count('moe_intermediate_size') },
    });
    return decoder(
      withWindows(spec, readSliding(fields, readLayers(fields), 4), fields.optionalCount('sliding_window')),
    );
  },
};

/** Hunyuan with experts (arXiv:2411.02265): a shared expert as wide as a routed one, normalised queries and keys. */
export const hunyuanMoe: Family = {
  id: 'hunyuan-moe',
  modelTypes: ['hunyuan_v1_moe'],
  read: (fields) => {
    const spec = llamaSpec(fields, { ...attentionBias(fields), attention: { qkNorm: 'head' } });
    const experts = fields.count('num_experts');
    const width = fields.count('intermediate_size');
    const ffn: ExpertsFfn = {
      kind: 'experts',
      experts,
      perToken: fields.count('moe_topk'),
      width,
      gated: true,
      bias: false,
      routerBias: false,
      sharedWidth: width,
    };
    return decoder({ ...spec, layers: spec.layers.map((layer) => ({ ...layer, ffn })) });
  },
};

/** Granite with experts and a shared one in every layer. */
export const graniteMoeShared: Family = {
  id: 'granitemoe-shared',
  modelTypes: ['granitemoeshared'],
  read: (fields) => {
    const shared = fields.optionalCount('shared_intermediate_size', 0) ?? 0;
    return decoder(
      mixtralSpec(fields, {
        ...attentionBias(fields),
        names: { ffn: 'block_sparse_moe', router: 'router.layer', sharedExperts: 'shared_mlp' },
        ffn: shared > 0 ? { sharedWidth: shared } : {},
      }),
    );
  },
};
