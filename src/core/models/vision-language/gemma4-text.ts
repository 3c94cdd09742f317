import { feedForward } from '../encoder/feed-forward';
import { dense, parameter, residual, rmsNorm, table } from '../encoder/parts';
import type { Fields } from '../fields';
import { expertsNode } from '../decoder/parts/experts';
import { readLayers, readLayerTypes } from '../decoder/read';
import { LLAMA_NAMES } from '../families/llama';
import { readExperts } from '../families/mixtral';
import { attention } from '../graph/attention';
import { elementwise } from '../graph/elementwise';
import { group, leaf, type ModuleNode } from '../graph/node';
import { norm } from '../graph/norm';
import type { Primitive } from '../graph/primitive';

/** What the config class gives where the config does not say. */
const HEAD_DIM = 256;
const GLOBAL_HEAD_DIM = 512;
const PER_LAYER_WIDTH = 256;
const PER_LAYER_ROWS = 262_144;
/** Every sixth layer sees everything where the config does not say which. */
const FULL_EVERY = 6;

interface Kind {
  readonly full: boolean;
  /** Keys and values are those of an earlier layer of the same kind. */
  readonly shared: boolean;
  readonly count: number;
}

const FULL = 'full_attention';

/** What every layer sees; the last one sees everything whatever the config says. */
const typesOf = (fields: Fields, layers: number): readonly string[] => {
  const given =
    readLayerTypes(fields, layers) ??
    Array.from({ length: layers }, (_, i) => ((i + 1) % FULL_EVERY === 0 ? FULL : 'sliding_attention'));
  return [...given.slice(0, -1), FULL];
};

interface Heads {
  readonly kvHeads: number;
  readonly headDim: number;
}

/** Heads of the layers that see everything: as transformers writes them out layer by layer, or by fields of their own. */
const globalHeads = (fields: Fields, local: Heads, layers: number): Heads => {
  if (fields.isNull('per_layer_config')) return local;
  const written = fields.object('per_layer_config');
  if (written === undefined) {
    const given = fields.flag('attention_k_eq_v', false)
      ? fields.optionalCount('num_global_key_value_heads')
      : undefined;
    return {
      kvHeads: given ?? local.kvHeads,
      headDim: fields.optionalCount('global_head_dim') ?? GLOBAL_HEAD_DIM,
    };
  }
  const each = typesOf(fields, layers).flatMap((type, i) => {
    if (type !== FULL) return [];
    const layer = written.object(written.names.filter((name) => Number(name) === i));
    return [
      {
        kvHeads: layer?.optionalCount('num_key_value_heads') ?? local.kvHeads,
        headDim: layer?.optionalCount('head_dim') ?? local.headDim,
      },
    ];
  });
  const [first = local] = each;
  return each.every(({ kvHeads, headDim }) => kvHeads === first.kvHeads && headDim === first.headDim)
    ? first
    : fields.fail('per_layer_config', 'not known: Gemma 4 whose global layers have different heads');
};

const kindsOf = (fields: Fields, layers: number): readonly Kind[] => {
  const types = typesOf(fields, layers);
  const own = layers - (fields.optionalCount('num_kv_shared_layers', 0) ?? 0);
  const kinds = [
    { full: false, shared: false },
    { full: true, shared: false },
    { full: false, shared: true },
    { full: true, shared: true },
  ];
  return kinds
    .map((kind) => ({
      ...kind,
      count: types.filter((type, i) => (type === 'full_attention') === kind.full && i >= own === kind.shared)
        .length,
    }))
    .filter(({ count }) => count > 0);
};

/** Attention that reads a cache which another layer keeps. */
const stateless = ({ state: _state, ...primitive }: Primitive): Primitive => primitive;

/** Attention of a Gemma that may read another layer's keys and values. */
export interface SharingAttention extends Heads {
  readonly heads: number;
  /** Keys and values are those of an earlier layer. */
  readonly shared: boolean;
  readonly keysForValues: boolean;
  /** Positions that it sees; all where absent. */
  readonly window?: number | undefined;
}

const attentionNode = (fields: Fields, { full, shared }: Kind, width: number, layers: number): ModuleNode => {
  const heads = fields.count('num_attention_heads');
  const local = localHeads(fields, heads);
  const { kvHeads, headDim } = full ? globalHeads(fields, local, layers) : local;
  return sharingAttention(fields, width, {
    heads,
    kvHeads,
    headDim,
    shared,
    // The values are the keys before their norm.
    keysForValues: full && fields.flag('attention_k_eq_v', false),
    window: full ? undefined : fields.optionalCount('sliding_window'),
  });
};

export const localHeads = (fields: Fields, heads: number): Heads => ({
  kvHeads: fields.optionalCount('num_key_value_heads') ?? heads,
  headDim: fields.optionalCount('head_dim') ?? HEAD_DIM,
});

/** Norms of queries, keys and values; a layer that shares has neither keys nor values of its own. */
export const sharingAttention = (
  fields: Fields,
  width: number,
  { heads, kvHeads, headDim, shared, keysForValues, window }: SharingAttention,
): ModuleNode => {
  const plain = {
    bias: fields.flag('attention_bias', false),
    fields: ['num_attention_heads', 'head_dim', 'global_head_dim'],
  };
  const headNorm = (name: string, vectors: number, weights: 'scale' | 'none' = 'scale'): ModuleNode =>
    leaf(name, norm({ width: headDim, weights, vectors }));
  const core = attention({
    heads,
    kvHeads,
    headDim,
    causal: true,
    cached: true,
    ...(window === undefined ? {} : { window }),
  });
  const rotated = (heads + (shared ? 0 : kvHeads)) * headDim;
  return group('self_attn', [
    dense('q_proj', width, heads * headDim, plain),
    headNorm('q_norm', heads),
    ...(shared
      ? []
      : [
          dense('k_proj', width, kvHeads * headDim, plain),
          ...(keysForValues ? [] : [dense('v_proj', width, kvHeads * headDim, plain)]),
          headNorm('k_norm', kvHeads),
          headNorm('v_norm', kvHeads, 'none'),
        ]),
    leaf('rotary', elementwise({ chain: 'rotary', reads: rotated, writes: rotated, parallel: 'heads' })),
    leaf('sdpa', shared ? stateless(core) : core),
    dense('o_proj', heads * headDim, width, plain),
  ]);
};

/** Routed experts beside the feed-forward part, each branch behind norms of its own. */
const expertNodes = (fields: Fields, width: number): readonly ModuleNode[] => {
  const { experts, perToken } = readExperts(fields, ['top_k_experts']);
  return [
    rmsNorm('post_feedforward_layernorm_1', width),
    leaf('router.norm', norm({ width, weights: 'none' })),
    parameter('router.scale', width, { width }),
    parameter('router.per_expert_scale', experts, { width: perToken }),
    rmsNorm('pre_feedforward_layernorm_2', width),
    expertsNode(
      { hidden: width, rotary: true, names: { ...LLAMA_NAMES, router: 'router.proj' } },
      {
        kind: 'experts',
        experts,
        perToken,
        width: fields.count('moe_intermediate_size'),
        gated: true,
        bias: false,
        routerBias: false,
        name: '',
      },
    ),
    rmsNorm('post_feedforward_layernorm_2', width),
  ];
};

/**
 * Gemma 4's text: local and global layers; in the small models the last share earlier layers' keys and values, and
 * every layer has a small embedding of its own; the larger ones have experts or keys for values.
 */
export const gemma4Text = (fields: Fields): { root: ModuleNode; layers: number } => {
  const width = fields.count('hidden_size');
  const layers = readLayers(fields);
  const vocabulary = fields.count('vocab_size');
  const inner = fields.count('intermediate_size');
  const wide = fields.flag('use_double_wide_mlp', false);
  const small = fields.isNull('hidden_size_per_layer_input')
    ? 0
    : (fields.optionalCount('hidden_size_per_layer_input', 0) ?? PER_LAYER_WIDTH);
  const rows = fields.optionalCount('vocab_size_per_layer_input') ?? PER_LAYER_ROWS;
  const plain = { bias: false, fields: ['hidden_size_per_layer_input'] };
  const layer = (kind: Kind): ModuleNode =>
    group(
      `model.language_model.layers.${kind.full ? 'full' : 'sliding'}${kind.shared ? '-shared' : ''}`,
      [
        rmsNorm('input_layernorm', width),
        attentionNode(fields, kind, width, layers),
        rmsNorm('post_attention_layernorm', width),
        rmsNorm('pre_feedforward_layernorm', width),
        feedForward({
          name: 'mlp',
          width,
          inner: wide && kind.shared ? 2 * inner : inner,
          gate: 'gate_proj',
          up: 'up_proj',
          down: 'down_proj',
          bias: false,
          fields: ['intermediate_size', 'use_double_wide_mlp'],
        }),
        ...(fields.flag('enable_moe_block', false) ? expertNodes(fields, width) : []),
        rmsNorm('post_feedforward_layernorm', width),
        ...(small === 0
          ? []
          : [
              dense('per_layer_input_gate', width, small, plain),
              dense('per_layer_projection', small, width, plain),
              rmsNorm('post_per_layer_input_norm', width),
            ]),
        residual(width, 3),
      ],
      kind.count,
    );
  const root = group('', [
    table('model.language_model.embed_tokens', vocabulary, width, ['vocab_size', 'hidden_size']),
    ...(small === 0
      ? []
      : [
          table('model.language_model.embed_tokens_per_layer', rows, layers * small, plain.fields),
          dense('model.language_model.per_layer_model_projection', width, layers * small, plain),
          leaf(
            'model.language_model.per_layer_projection_norm',
            norm({ width: small, weights: 'scale', vectors: layers }),
          ),
        ]),
    ...kindsOf(fields, layers).map(layer),
    rmsNorm('model.language_model.norm', width),
    dense('lm_head', width, vocabulary, {
      bias: false,
      tied: fields.flag('tie_word_embeddings', true),
      fields: ['vocab_size'],
    }),
  ]);
  return { root, layers };
};
