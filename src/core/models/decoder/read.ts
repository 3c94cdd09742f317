import type { Fields } from '../fields';
import type { DecoderLayer, DecoderSpec, Head } from './spec';

const firstOf = (names: string | readonly string[]): string =>
  typeof names === 'string' ? names : (names[0] ?? '');

/** More layers than any model has; a larger number is a slip, and lists of layers would fill the memory. */
const MOST_LAYERS = 10_000;

/** How many layers a model has. @throws Problem where that cannot be. */
export const readLayers = (
  fields: Fields,
  names: string | readonly string[] = 'num_hidden_layers',
): number => {
  const layers = fields.count(names);
  return layers <= MOST_LAYERS
    ? layers
    : fields.fail(names, `${firstOf(names)} is ${layers}; expected at most ${MOST_LAYERS}`);
};

export interface HeadCounts {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

export interface HeadNames {
  readonly hidden: string | readonly string[];
  readonly heads: string | readonly string[];
  readonly kvHeads: string | readonly string[];
  readonly headDim: string | readonly string[];
}

export const LLAMA_HEAD_NAMES: HeadNames = {
  hidden: 'hidden_size',
  heads: 'num_attention_heads',
  kvHeads: 'num_key_value_heads',
  headDim: ['head_dim', 'attention_head_dim'],
};

/** Heads, key-value heads and head width, with the checks that every grouped-query model needs. */
export const readHeads = (fields: Fields, names: HeadNames = LLAMA_HEAD_NAMES): HeadCounts => {
  const heads = fields.count(names.heads);
  const headDim = fields.optionalCount(names.headDim) ?? dividedHeads(fields, names, heads);
  const kvHeads = fields.optionalCount(names.kvHeads) ?? heads;
  if (heads % kvHeads !== 0) {
    fields.fail(
      names.kvHeads,
      `${firstOf(names.kvHeads)} is ${kvHeads}; expected a divisor of ${firstOf(names.heads)}, which is ${heads}`,
    );
  }
  return { heads, kvHeads, headDim };
};

const dividedHeads = (fields: Fields, names: HeadNames, heads: number): number => {
  const hidden = fields.count(names.hidden);
  if (hidden % heads !== 0) {
    fields.fail(
      names.heads,
      `${firstOf(names.heads)} is ${heads}; expected a divisor of ${firstOf(names.hidden)}, which is ${hidden}, or a head_dim`,
    );
  }
  return hidden / heads;
};

/** Classes whose head is a row of logits per token; some copies of a config name the bare family. */
const LANGUAGE_CLASS = /(ForCausalLM|LMHeadModel|ForConditionalGeneration|ForImageTextToText)$/;

/**
 * What stands on top of the layers, by the class that the config names: transformers' `XForCausalLM` and
 * `XLMHeadModel` have a head, `XModel` has none, classifiers score labels per text or per token.
 * @throws Problem where the class is none of those: what it stands on is not known.
 */
export const readHead = (
  fields: Fields,
  options: { readonly tied: boolean; readonly bias: boolean },
): Head => {
  const [architecture] = fields.list<string>('architectures', 'string') ?? [];
  if (architecture === undefined || LANGUAGE_CLASS.test(architecture)) {
    return {
      kind: 'language',
      tied: fields.flag('tie_word_embeddings', options.tied),
      bias: options.bias,
    };
  }
  if (/ForSequenceClassification$/.test(architecture))
    return { kind: 'classifier', labels: readLabels(fields), bias: false };
  if (/ForTokenClassification$/.test(architecture))
    return { kind: 'classifier', labels: readLabels(fields), bias: true, perToken: true };
  if (/ForQuestionAnswering$/.test(architecture))
    return { kind: 'classifier', labels: 2, bias: true, perToken: true };
  if (/Model$/.test(architecture) && !/DoubleHeadsModel$/.test(architecture)) return { kind: 'none' };
  return fields.fail('architectures', `not known: the head of ${architecture}`);
};

/** Labels of a classifier; two where the config names none, as transformers has it. */
export const readLabels = (fields: Fields): number =>
  fields.optionalCount(['num_labels', '_num_labels']) ?? fields.object('id2label')?.names.length ?? 2;

/** One entry per kind of layer, in the order of their first layers, labelled where there are several. */
export const layersByKind = <Kind extends string>(
  kinds: readonly Kind[],
  make: (kind: Kind) => Omit<DecoderLayer, 'count' | 'label'>,
): readonly DecoderLayer[] => {
  const counts = new Map<Kind, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({
    ...make(kind),
    count,
    ...(counts.size > 1 ? { label: kind } : {}),
  }));
};

/** Which layers look through the window, from `layer_types`; @throws Problem where its length is not the layers'. */
export const readLayerTypes = (fields: Fields, layers: number): readonly string[] | undefined => {
  const types = fields.list<string>('layer_types', 'string');
  if (types !== undefined && types.length !== layers) {
    fields.fail(
      'layer_types',
      `layer_types has ${types.length} entries; expected one per layer, of which there are ${layers}`,
    );
  }
  return types;
};

/** Windowed layers by `layer_types`, or else by a pattern in which every n-th layer sees everything. */
export const readSliding = (fields: Fields, layers: number, every: number): readonly boolean[] =>
  readLayerTypes(fields, layers)?.map((type) => type !== 'full_attention') ??
  Array.from({ length: layers }, (_, i) => (i + 1) % every !== 0);

/** Splits a model of alike attention layers into those that look through a window and those that see everything. */
export const withWindows = (
  spec: DecoderSpec,
  sliding: readonly boolean[],
  window: number | undefined,
): DecoderSpec => {
  const [all] = spec.layers;
  if (all?.mixer?.kind !== 'attention' || window === undefined) return spec;
  const { mixer } = all;
  const kinds = sliding.map((one) => (one ? 'sliding' : 'full'));
  return {
    ...spec,
    layers: layersByKind(kinds, (kind) => ({
      ...all,
      mixer: kind === 'sliding' ? { ...mixer, window } : mixer,
    })),
  };
};
