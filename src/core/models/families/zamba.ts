import { decoder } from '../decoder/architecture';
import { mambaNode } from '../decoder/parts/mamba';
import { mamba2Node } from '../decoder/parts/mamba2';
import { readHead, readLayers } from '../decoder/read';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import { attention } from '../graph/attention';
import { borrowed } from '../graph/borrowed';
import { elementwise } from '../graph/elementwise';
import { linear } from '../graph/linear';
import { group, leaf, type ModuleNode, parametersOf } from '../graph/node';
import { norm } from '../graph/norm';
import { stored } from '../graph/stored';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';

/** The attention block that several layers share, each with a way in, and in Zamba2 with adapters of its own. */
interface SharedBlock {
  readonly hidden: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly width: number;
  readonly rotary: boolean;
}

/** Attention over the layer's input and the model's, side by side, then a feed-forward part. */
const sharedBlock = ({ hidden, heads, kvHeads, headDim, width, rotary }: SharedBlock): ModuleNode => {
  const both = 2 * hidden;
  const project = (name: string, out: number) => leaf(name, linear({ in: both, out, parallel: 'column' }));
  const rotated = (heads + kvHeads) * headDim;
  return group('shared_transformer', [
    leaf('input_layernorm', norm({ width: both, weights: 'scale' })),
    group('self_attn', [
      project('q_proj', heads * headDim),
      project('k_proj', kvHeads * headDim),
      project('v_proj', kvHeads * headDim),
      ...(rotary
        ? [
            leaf(
              'rotary',
              elementwise({ chain: 'rotary', reads: rotated, writes: rotated, parallel: 'heads' }),
            ),
          ]
        : []),
      leaf('sdpa', attention({ heads, kvHeads, headDim, causal: true, cached: true })),
      leaf('o_proj', linear({ in: heads * headDim, out: hidden, parallel: 'row' })),
    ]),
    leaf('pre_ff_layernorm', norm({ width: hidden, weights: 'scale' })),
    group('feed_forward', [
      leaf('gate_up_proj', linear({ in: hidden, out: 2 * width, parallel: 'column' })),
      leaf('activation', elementwise({ reads: 2 * width, writes: width, parallel: 'column' })),
      leaf('down_proj', linear({ in: width, out: hidden, parallel: 'row' })),
    ]),
  ]);
};

const adapter = (name: string, from: number, rank: number, to: number): ModuleNode =>
  group(name, [
    leaf('0', linear({ in: from, out: rank, parallel: 'replicated' })),
    leaf('1', linear({ in: rank, out: to, parallel: 'column' })),
  ]);

const layerKinds = (fields: Fields): readonly string[] => {
  const listed = fields.list<string>('layers_block_type', 'string');
  if (listed !== undefined) return listed;
  const layers = readLayers(fields);
  const hybrids = fields.list<number>('hybrid_layer_ids', 'number');
  if (hybrids !== undefined)
    return Array.from({ length: layers }, (_, i) => (hybrids.includes(i) ? 'hybrid' : 'mamba'));
  const period = fields.optionalCount('attn_layer_period') ?? 6;
  const offset = fields.optionalCount('attn_layer_offset', 0) ?? 4;
  // The third layer is a hybrid one; the period begins behind it.
  return Array.from({ length: layers }, (_, i) =>
    i === 2 || (i > 2 && (i - 3) % period === offset) ? 'hybrid' : 'mamba',
  );
};

const INNER_NAMES = ['intermediate_size', 'ffn_hidden_size'];

const readShared = (fields: Fields, rotary: boolean): SharedBlock => {
  const hidden = fields.count('hidden_size');
  if (!fields.flag('tie_word_embeddings', true))
    fields.fail(
      'tie_word_embeddings',
      'not known: a Zamba whose blocks are not shared (tie_word_embeddings false)',
    );
  if ((fields.optionalCount('attention_hidden_size') ?? 2 * hidden) !== 2 * hidden) {
    fields.fail(
      'attention_hidden_size',
      `not known: attention_hidden_size other than twice hidden_size, which is ${2 * hidden}`,
    );
  }
  const heads = fields.count('num_attention_heads');
  if ((2 * hidden) % heads !== 0) {
    fields.fail(
      'num_attention_heads',
      `num_attention_heads is ${heads}; expected a divisor of twice hidden_size, which is ${2 * hidden}`,
    );
  }
  return {
    hidden,
    heads,
    kvHeads: fields.optionalCount('num_key_value_heads') ?? heads,
    headDim: fields.optionalCount('attention_head_dim') ?? (2 * hidden) / heads,
    width:
      fields.optionalText('model_type') === 'zamba'
        ? fields.count(INNER_NAMES)
        : (fields.optionalCount(INNER_NAMES) ?? 4 * hidden),
    rotary,
  };
};

interface ZambaParts {
  readonly mixer: ModuleNode;
  readonly block: SharedBlock;
  /** Copies of the block that take turns. */
  readonly blocks: number;
  readonly adapters: readonly ModuleNode[];
}

const zambaSpec = (fields: Fields, { mixer, block, blocks, adapters }: ZambaParts): DecoderSpec => {
  const { hidden } = block;
  const kinds = layerKinds(fields);
  const hybrids = kinds.filter((kind) => kind === 'hybrid').length;
  const shared = sharedBlock(block);
  const mamba = [mixer];
  return {
    vocabulary: fields.count('vocab_size'),
    hidden,
    layers: [
      { count: kinds.length - hybrids, label: 'mamba', norms: ['input_layernorm'], beside: mamba },
      {
        count: hybrids,
        label: 'hybrid',
        norms: ['input_layernorm'],
        beside: [
          borrowed(shared),
          ...adapters,
          leaf('linear', linear({ in: hidden, out: hidden, parallel: 'replicated' })),
          ...mamba,
        ],
      },
    ],
    norm: 'scale',
    rotary: false,
    head: readHead(fields, { tied: true, bias: false }),
    beside: [leaf('model.shared_transformer', stored(Math.min(blocks, hybrids) * parametersOf(shared)))],
    names: { ...LLAMA_NAMES, finalNorm: 'model.final_layernorm' },
  };
};

/** Zamba: Mamba layers, some of which call one attention block that they share (arXiv:2405.16712). */
export const zamba: Family = {
  id: 'zamba',
  modelTypes: ['zamba'],
  read: (fields) => {
    const block = readShared(fields, false);
    const { hidden } = block;
    const rank = fields.isWord('mamba_dt_rank', 'auto') ? undefined : fields.optionalCount('mamba_dt_rank');
    const mixer = mambaNode(
      { hidden, names: LLAMA_NAMES, rotary: false },
      {
        kind: 'mamba',
        inner: (fields.optionalCount('mamba_expand') ?? 2) * hidden,
        state: fields.optionalCount('mamba_d_state') ?? 16,
        rank: rank ?? Math.ceil(hidden / 16),
        convolution: fields.optionalCount('mamba_d_conv') ?? 4,
        convolutionBias: fields.flag('mamba_conv_bias', true),
        bias: fields.flag('mamba_proj_bias', false),
        name: 'mamba',
      },
    );
    return decoder(zambaSpec(fields, { mixer, block, blocks: 1, adapters: [] }));
  },
};

/** Zamba2: Mamba-2 layers and shared blocks with low-rank adapters per call (arXiv:2411.15242). */
export const zamba2: Family = {
  id: 'zamba2',
  modelTypes: ['zamba2'],
  read: (fields) => {
    const block = readShared(fields, fields.flag('use_mem_rope', false));
    const { hidden, width, heads, headDim } = block;
    const inner = (fields.optionalCount('mamba_expand') ?? 2) * hidden;
    const mambaHeads = fields.optionalCount('n_mamba_heads') ?? 8;
    const mambaDim = fields.optionalCount('mamba_headdim') ?? inner / mambaHeads;
    if (mambaHeads * mambaDim !== inner) {
      fields.fail(
        'n_mamba_heads',
        `${mambaHeads} heads of ${mambaDim}; expected mamba_expand × hidden_size, which is ${inner}`,
      );
    }
    const bias = fields.flag('add_bias_linear', false);
    if (bias) fields.fail('add_bias_linear', 'not known: add_bias_linear true');
    const mixer = mamba2Node(
      { hidden, names: LLAMA_NAMES, rotary: false },
      {
        kind: 'mamba2',
        heads: mambaHeads,
        headDim: mambaDim,
        groups: fields.optionalCount('mamba_ngroups') ?? 1,
        state: fields.optionalCount('mamba_d_state') ?? 64,
        convolution: fields.optionalCount('mamba_d_conv') ?? 4,
        convolutionBias: true,
        bias: false,
        name: 'mamba',
      },
    );
    const rank = fields.optionalCount('adapter_rank') ?? 128;
    const attentionAdapters = fields.flag('use_shared_attention_adapter', false)
      ? ['q', 'k', 'v'].map((name) => adapter(`linear_${name}_adapter`, 2 * hidden, rank, heads * headDim))
      : [];
    return decoder(
      zambaSpec(fields, {
        mixer,
        block,
        blocks: fields.optionalCount('num_mem_blocks') ?? 1,
        adapters: [...attentionAdapters, adapter('gate_up_proj_adapter', hidden, rank, 2 * width)],
      }),
    );
  },
};
