import { decoder } from '../decoder/architecture';
import type { Ffn } from '../decoder/parts/ffn';
import type { Mixer } from '../decoder/parts/mixer';
import { layersByKind, readHead, readLayers } from '../decoder/read';
import type { DecoderLayer } from '../decoder/spec';
import { dense, residual } from '../encoder/parts';
import type { Fields } from '../fields';
import { group, type ModuleNode } from '../graph/node';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';

/** Widths of feed-forward parts are whole multiples of this. */
const WIDTH_MULTIPLE = 256;

/** What a block's part became: itself, one matrix in its place, or nothing. */
type Part<T> =
  | { readonly kind: 'own'; readonly key: string; readonly part: T }
  | { readonly kind: 'linear' | 'none'; readonly key: string };

const partOf = <T>(fields: Fields, name: string, read: (part: Fields) => readonly [string, T]): Part<T> => {
  const part = fields.objectOrEmpty(name);
  if (part.flag('no_op', false)) return { kind: 'none', key: 'none' };
  if (part.flag('replace_with_linear', false)) return { kind: 'linear', key: 'linear' };
  const [key, own] = read(part);
  return { kind: 'own', key, part: own };
};

/** Options of attention that no published model of the kind has set. */
const UNKNOWN_OPTIONS = ['window_length', 'num_sink_tokens', 'sparsify'];

const attentionOf = (fields: Fields, block: Fields): Part<Mixer> =>
  partOf(block, 'attention', (part) => {
    for (const name of UNKNOWN_OPTIONS)
      if (part.has(name) && !part.isNull(name)) part.fail(name, `not known: ${name} in a block's attention`);
    const heads = fields.count('num_attention_heads');
    const hidden = fields.count('hidden_size');
    const sharing = part.count('n_heads_in_group');
    if (heads % sharing !== 0)
      part.fail('n_heads_in_group', `n_heads_in_group is ${sharing}; expected a divisor of ${heads} heads`);
    if (hidden % heads !== 0)
      fields.fail('num_attention_heads', `num_attention_heads is ${heads}; expected a divisor of ${hidden}`);
    const bias = fields.flag('attention_bias', false);
    const mixer: Mixer = {
      kind: 'attention',
      heads,
      kvHeads: heads / sharing,
      headDim: fields.optionalCount('head_dim') ?? hidden / heads,
      qkvBias: bias,
      outBias: bias,
    };
    return [`${heads / sharing}-kv-heads`, mixer];
  });

const widthOf = (fields: Fields, part: Fields): number => {
  const given = part.optionalCount('intermediate_size');
  if (given !== undefined) return given;
  const times = part.optionalNumber('ffn_mult');
  if (times === undefined || times <= 0)
    return part.fail('ffn_mult', 'ffn_mult is missing; expected a number greater than 0');
  // Two thirds, because of the gate's matrix beside the others.
  const wanted = Math.trunc((2 * times * fields.count('hidden_size')) / 3);
  return WIDTH_MULTIPLE * Math.ceil(wanted / WIDTH_MULTIPLE);
};

const ffnOf = (fields: Fields, block: Fields): Part<Ffn> =>
  partOf(block, 'ffn', (part) => {
    const width = widthOf(fields, part);
    return [`${width}-wide`, { kind: 'dense', width, gated: true, bias: fields.flag('mlp_bias', false) }];
  });

/** One matrix where a part was, added to what goes by. */
const matrix = (name: string, inner: string, hidden: number): ModuleNode =>
  group(name, [dense(inner, hidden, hidden, { bias: false }), residual(hidden, 1)]);

const layerOf = (
  attention: Part<Mixer>,
  ffn: Part<Ffn>,
  hidden: number,
): Omit<DecoderLayer, 'count' | 'label'> => ({
  ...(attention.kind === 'own' ? { mixer: attention.part } : {}),
  ...(ffn.kind === 'own' ? { ffn: ffn.part } : {}),
  norms: [
    ...(attention.kind === 'none' ? [] : ['input_layernorm']),
    ...(ffn.kind === 'none' ? [] : ['post_attention_layernorm']),
  ],
  beside: [
    ...(attention.kind === 'linear' ? [matrix('self_attn', 'linear_attn', hidden)] : []),
    ...(ffn.kind === 'linear' ? [matrix('mlp', 'linear_mlp', hidden)] : []),
  ],
});

/**
 * NVIDIA's Llama-Nemotron, found by architecture search (Puzzle, arXiv:2411.19146): a Llama whose blocks each have
 * key-value heads and a width of their own, one matrix in place of a part, or no such part.
 */
export const nemotronNas: Family = {
  id: 'nemotron-nas',
  modelTypes: ['nemotron-nas'],
  read: (fields) => {
    const layers = readLayers(fields);
    const hidden = fields.count('hidden_size');
    const blocks = fields.objects('block_configs') ?? [];
    if (blocks.length !== layers)
      fields.fail(
        'block_configs',
        `block_configs has ${blocks.length} entries; expected one for each of the ${layers} layers`,
      );
    const parts = blocks.map((block) => {
      const [attention, ffn] = [attentionOf(fields, block), ffnOf(fields, block)];
      return { attention, ffn, kind: `${attention.key}-${ffn.key}` };
    });
    const made = new Map(
      parts.map(({ kind, attention, ffn }) => [kind, layerOf(attention, ffn, hidden)] as const),
    );
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden,
      layers: layersByKind(
        parts.map(({ kind }) => kind),
        (kind) => made.get(kind) ?? { norms: [] },
      ),
      norm: 'scale',
      rotary: true,
      head: readHead(fields, { tied: false, bias: false }),
      names: LLAMA_NAMES,
    });
  },
};
