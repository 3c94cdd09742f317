import type { Architecture } from '../architecture';
import { decoder } from '../decoder/architecture';
import { LLAMA_NAMES } from '../families/llama';
import { dense, parameter, plainNorm } from '../encoder/parts';
import { attention } from '../graph/attention';
import { elementwise } from '../graph/elementwise';
import { group, leaf, type ModuleNode } from '../graph/node';

export interface Hstu {
  readonly items: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Of a query or key, and of a value, per head. */
  readonly queryDim: number;
  readonly valueDim: number;
  /** What was attended, the gate and their product side by side, in place of the product alone. */
  readonly concatenates: boolean;
  /** Positions there may be, and those of what is put out. */
  readonly positions: number;
  /** Weights for the distance in positions and in time. */
  readonly relativeBias: boolean;
}

/** Buckets of the time between two items, and one for what lies beyond. */
const TIME_BUCKETS = 129;

const unit = (spec: Hstu): ModuleNode => {
  const values = spec.heads * spec.valueDim;
  const keys = spec.heads * spec.queryDim;
  const inner = spec.concatenates ? 3 * values : values;
  return group('_hstu', [
    plainNorm('norm_input', spec.width),
    dense('_uvqk', spec.width, 2 * values + 2 * keys, {
      bias: false,
      fields: ['num_heads', 'dqk', 'dv', 'item_embedding_dim'],
    }),
    leaf('silu', elementwise({ reads: 2 * (values + keys), writes: 2 * (values + keys) })),
    ...(spec.relativeBias ? [parameter('_rel_attn_bias', TIME_BUCKETS + 2 * spec.positions - 1)] : []),
    leaf(
      'attention',
      attention({
        heads: spec.heads,
        kvHeads: spec.heads,
        headDim: spec.queryDim,
        valueDim: spec.valueDim,
        causal: true,
        cached: true,
      }),
    ),
    plainNorm('norm_attn_output', values),
    leaf('gate', elementwise({ reads: 2 * values, writes: inner })),
    dense('_o', inner, spec.width, { fields: ['num_heads', 'dv', 'item_embedding_dim'] }),
  ]);
};

/**
 * Hierarchical Sequential Transduction Units (arXiv:2402.17152): pointwise attention without a softmax, gated, over
 * what a user did; the last position is scored against every item. A run's input is the length of that history.
 */
export const hstu = (spec: Hstu): Architecture => ({
  ...decoder({
    // Row 0 stands for no item.
    vocabulary: spec.items + 1,
    hidden: spec.width,
    layers: [{ count: spec.layers, mixer: { kind: 'modules', node: unit(spec) }, norms: [] }],
    norm: 'none',
    learnedPositions: spec.positions,
    rotary: false,
    head: { kind: 'language', tied: true, bias: false },
    names: {
      ...LLAMA_NAMES,
      layers: '_hstu._attention_layers',
      embedding: '_embedding_module._item_emb',
      positions: '_input_features_preproc._pos_emb',
      finalNorm: '_output_postproc',
      head: '_ndp_module',
    },
  }),
  unit: 'sample',
  units: ({ batch, output }) => batch * output,
});
