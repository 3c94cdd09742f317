import { feedForward } from '../encoder/feed-forward';
import { dense, residual, rmsNorm, table } from '../encoder/parts';
import type { Fields } from '../fields';
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

interface Kind {
  readonly full: boolean;
  /** Keys and values are those of an earlier layer of the same kind. */
  readonly shared: boolean;
  readonly count: number;
}

const kindsOf = (fields: Fields, layers: number): readonly Kind[] => {
  const types = fields.list<string>('layer_types', 'string') ?? [];
  if (types.length !== layers) {
    fields.fail('layer_types', `layer_types has ${types.length} entries; expected one per layer, ${layers}`);
  }
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

const attentionNode = (fields: Fields, { full, shared }: Kind, width: number): ModuleNode => {
  const heads = fields.count('num_attention_heads');
  const kvHeads = fields.optionalCount('num_key_value_heads') ?? heads;
  const local = fields.optionalCount('head_dim') ?? HEAD_DIM;
  const headDim = full ? (fields.optionalCount('global_head_dim') ?? GLOBAL_HEAD_DIM) : local;
  const window = full ? undefined : fields.optionalCount('sliding_window');
  const plain = { bias: false, fields: ['num_attention_heads', 'head_dim', 'global_head_dim'] };
  const headNorm = (name: string, vectors: number): ModuleNode =>
    leaf(name, norm({ width: headDim, weights: 'scale', vectors }));
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
          dense('v_proj', width, kvHeads * headDim, plain),
          headNorm('k_norm', kvHeads),
        ]),
    leaf('rotary', elementwise({ reads: rotated, writes: rotated, parallel: 'heads' })),
    leaf('sdpa', shared ? stateless(core) : core),
    dense('o_proj', heads * headDim, width, plain),
  ]);
};

/**
 * Gemma 4's text (E2B, E4B): local and global layers, of which the last share earlier layers' keys and values, and
 * a small embedding of its own for every layer. @throws Problem where the config has experts or shared projections.
 */
export const gemma4Text = (fields: Fields): { root: ModuleNode; layers: number } => {
  if (fields.flag('enable_moe_block', false))
    fields.fail('enable_moe_block', 'not known: Gemma 4 with experts');
  if (fields.flag('attention_bias', false)) {
    fields.fail('attention_bias', 'not known: Gemma 4 with attention_bias');
  }
  if (fields.flag('attention_k_eq_v', false)) {
    fields.fail('attention_k_eq_v', 'not known: Gemma 4 with keys for values');
  }
  const width = fields.count('hidden_size');
  const layers = fields.count('num_hidden_layers');
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
        attentionNode(fields, kind, width),
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
