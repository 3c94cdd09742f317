import { decoder } from '../decoder/architecture';
import { readHead, readHeads, readLayers } from '../decoder/read';
import type { Mixer } from '../decoder/parts/mixer';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import { convolution } from '../graph/convolution';
import { elementwise } from '../graph/elementwise';
import { gatedLinearAttention } from '../graph/gated-linear-attention';
import { linear } from '../graph/linear';
import { group, leaf, type ModuleNode } from '../graph/node';
import { norm } from '../graph/norm';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';

/** The feed-forward width where the config gives none: two thirds of the ratio, rounded up to a multiple of 256. */
const innerWidth = (fields: Fields, hidden: number): number => {
  const given = fields.optionalCount('intermediate_size');
  if (given !== undefined) return given;
  const ratio = fields.optionalNumber('hidden_ratio') ?? 4;
  return 256 * Math.ceil(Math.floor((hidden * ratio * 2) / 3) / 256);
};

const spec = (fields: Fields, mixer: (hidden: number) => Mixer): DecoderSpec => {
  const hidden = fields.count('hidden_size');
  return {
    vocabulary: fields.count('vocab_size'),
    hidden,
    layers: [
      {
        count: readLayers(fields),
        mixer: mixer(hidden),
        ffn: { kind: 'dense', width: innerWidth(fields, hidden), gated: true, bias: false },
        norms: ['attn_norm', 'mlp_norm'],
      },
    ],
    norm: 'scale',
    rotary: true,
    head: readHead(fields, { tied: false, bias: false }),
    names: { ...LLAMA_NAMES, embedding: 'model.embeddings', mixer: 'attn' },
  };
};

const gatedLinear = (fields: Fields, hidden: number): ModuleNode => {
  const heads = fields.optionalCount('num_heads') ?? 4;
  const groups = fields.optionalCount('num_kv_heads') ?? heads;
  const keys = Math.floor(hidden * (fields.optionalNumber('expand_k') ?? 0.5));
  const values = Math.floor(hidden * (fields.optionalNumber('expand_v') ?? 1));
  if (heads % groups !== 0 || keys % heads !== 0 || values % heads !== 0) {
    fields.fail(
      'num_heads',
      `num_heads is ${heads}; expected a divisor of ${keys} keys and ${values} values`,
    );
  }
  const share = groups / heads;
  const rank = fields.optionalCount('gate_low_rank_dim') ?? 16;
  const kernel = fields.flag('use_short_conv', false) ? (fields.optionalCount('conv_size') ?? 4) : undefined;
  const into = (name: string, input: number, out: number, bias = false): ModuleNode =>
    leaf(name, linear({ in: input, out, bias, parallel: 'column' }));
  const short = (name: string, width: number, size: number): ModuleNode =>
    leaf(name, convolution({ in: width, out: width, kernel: [size], groups: width, bias: false }));
  return group('attn', [
    into('q_proj', hidden, keys),
    into('k_proj', hidden, keys * share),
    into('v_proj', hidden, values * share),
    ...(kernel === undefined
      ? []
      : [
          short('q_conv1d', keys, kernel),
          short('k_conv1d', keys * share, kernel),
          short('v_conv1d', values * share, kernel),
        ]),
    into('gk_proj.0', hidden, rank),
    into('gk_proj.1', rank, keys * share, true),
    leaf(
      'scan',
      gatedLinearAttention({
        heads,
        keyDim: keys / heads,
        valueDim: values / heads,
        ...(kernel === undefined ? {} : { convolutionElements: kernel * (keys + (keys + values) * share) }),
      }),
    ),
    ...(fields.flag('use_output_gate', true)
      ? [
          into('g_proj', hidden, values),
          leaf('gate', elementwise({ reads: 2 * values, writes: values, parallel: 'heads' })),
        ]
      : []),
    ...(fields.flag('elementwise_affine', true)
      ? [leaf('g_norm', norm({ width: values / heads, weights: 'scale', vectors: heads }))]
      : []),
    leaf('o_proj', linear({ in: values, out: hidden, parallel: 'row' })),
  ]);
};

/** Gated linear attention (arXiv:2312.06635), as flash-linear-attention has it. */
export const gla: Family = {
  id: 'gla',
  modelTypes: ['gla'],
  read: (fields) => {
    if (fields.has('attn')) fields.fail('attn', 'not known: gated linear attention with attention layers');
    return decoder(spec(fields, (hidden) => ({ kind: 'modules', node: gatedLinear(fields, hidden) })));
  },
};

/** flash-linear-attention's Llama-like transformer, the yardstick beside its linear models. */
export const flaTransformer: Family = {
  id: 'fla-transformer',
  modelTypes: ['transformer'],
  read: (fields) => {
    const heads = readHeads(fields, {
      hidden: 'hidden_size',
      heads: 'num_heads',
      kvHeads: 'num_kv_heads',
      headDim: [],
    });
    const window = fields.optionalCount('window_size');
    return decoder(
      spec(fields, () => ({
        kind: 'attention',
        ...heads,
        qkvBias: fields.flag(['qkv_bias', 'attention_bias'], false),
        outBias: false,
        ...(fields.flag('qk_norm', false) ? { qkNorm: 'head' } : {}),
        ...(window === undefined ? {} : { window }),
      })),
    );
  },
};
