import { Problem } from '../../../problem';
import type { LocatedEntry, LocatedValue } from '../../../text/located';
import { Fields } from '../../fields';
import { type ModuleNode, primitivesOf } from '../../graph/node';
import type { Primitive } from '../../graph/primitive';
import { storedAs } from '../../graph/stored-as';
import type { Model } from '../../model';
import { familyOf } from '../huggingface/format';
import { ARCHITECTURE_NAMES, METADATA_FIELDS } from './facts';
import { type Decode, type GgufHeader, readGgufHeader } from './header';
import { type OpenBeside, wholeHeader } from './split';
import { type Stock, stockOf, TENSOR_KINDS, type TensorKind } from './tensors';

type Scalar = string | number | boolean;

const NOWHERE = { start: 0, end: 0 };

const textOf = ({ metadata }: GgufHeader, key: string): string | undefined => {
  const value = metadata.get(key);
  return typeof value === 'string' ? value : undefined;
};

/** What a config.json of the same model would say. */
const configOf = (header: GgufHeader, architecture: string): ReadonlyMap<string, Scalar> => {
  const { metadata, tensors } = header;
  const known = ARCHITECTURE_NAMES.get(architecture);
  if (known === undefined) {
    throw new Problem(
      `not known: GGUF architecture "${architecture}"; known are ${[...ARCHITECTURE_NAMES.keys()].join(', ')}`,
    );
  }
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  const config = new Map<string, Scalar>();
  for (const [key, field] of METADATA_FIELDS) {
    const value = metadata.get(`${architecture}.${key}`);
    if (typeof value === 'number') config.set(field, value);
  }
  const experts = config.get('num_experts');
  const isMixture = typeof experts === 'number' && experts > 0;
  config.set('model_type', isMixture ? (known.experts ?? known.model) : known.model);
  const rows = shapes.get('token_embd.weight')?.[1];
  if (rows === undefined)
    throw new Problem('the tensor token_embd.weight is missing; expected a language model');
  config.set('vocab_size', rows);
  config.set('tie_word_embeddings', !shapes.has('output.weight'));
  const bias = shapes.has('blk.0.attn_q.bias') || shapes.has('blk.0.attn_qkv.bias');
  for (const field of ['attention_bias', 'use_qkv_bias']) config.set(field, bias);
  config.set('mlp_bias', shapes.has('blk.0.ffn_up.bias'));
  for (const [field, other] of [
    ['hidden_size', 'n_embd'],
    ['num_hidden_layers', 'n_layer'],
    ['num_attention_heads', 'n_head'],
    ['intermediate_size', 'n_inner'],
    ['max_position_embeddings', 'n_positions'],
  ] as const) {
    const value = config.get(field);
    if (value !== undefined) config.set(other, value);
  }
  return config;
};

const located = (config: ReadonlyMap<string, Scalar>): LocatedValue & { readonly type: 'object' } => ({
  type: 'object',
  range: NOWHERE,
  entries: new Map(
    [...config].map(([key, value]): [string, LocatedEntry] => [
      key,
      { key: NOWHERE, value: { type: 'scalar', value, range: NOWHERE } },
    ]),
  ),
});

const kindOf = (path: string, { kind, quantised }: Primitive): TensorKind => {
  if (kind === 'embedding') return 'embedding';
  if (kind === 'experts') return 'experts';
  if (kind === 'linear' && !path.includes('.*')) return 'head';
  return kind === 'linear' && quantised ? 'matrix' : 'plain';
};

/** @throws Problem where the tensors are not those of the architecture: a number would be wrong. */
const checkStock = (root: ModuleNode, stock: ReadonlyMap<TensorKind, Stock>): void => {
  const sums = new Map<TensorKind, number>();
  for (const { path, count, primitive } of primitivesOf(root)) {
    const kind = kindOf(path, primitive);
    sums.set(kind, (sums.get(kind) ?? 0) + count * primitive.parameters);
  }
  for (const kind of TENSOR_KINDS) {
    const [held, expected] = [stock.get(kind)?.parameters ?? 0, sums.get(kind) ?? 0];
    if (held !== expected) {
      throw new Problem(
        `not known: the file's tensors hold ${held} ${kind} weights, but its metadata describe ${expected}`,
      );
    }
  }
};

const withStock = (node: ModuleNode, stock: ReadonlyMap<TensorKind, Stock>, parent = ''): ModuleNode => {
  const here = parent === '' ? node.name : node.name === '' ? parent : `${parent}.${node.name}`;
  const path = node.repeat === undefined ? here : `${here}.*`;
  const kind = node.primitive === undefined ? undefined : kindOf(path, node.primitive);
  // A tied head reads the embedding.
  const own =
    kind === undefined
      ? undefined
      : (stock.get(kind) ?? (kind === 'head' ? stock.get('embedding') : undefined));
  return {
    ...node,
    ...(node.primitive === undefined || own === undefined
      ? {}
      : { primitive: storedAs(node.primitive, own.stored) }),
    ...(node.children === undefined
      ? {}
      : { children: node.children.map((child) => withStock(child, stock, path)) }),
  };
};

/** Errors have no line in a binary file. */
const inWords = (error: unknown): unknown => (error instanceof Problem ? new Problem(error.message) : error);

/** The model that a GGUF header describes, each kind of weight at the bytes it is stored in. */
export const modelOfGguf = (header: GgufHeader, name: string): Model => {
  const architecture = textOf(header, 'general.architecture');
  if (architecture === undefined)
    throw new Problem('general.architecture is missing; expected metadata of a model');
  const config = configOf(header, architecture);
  const stock = stockOf(header.tensors);
  const fields = new Fields('', located(config));
  try {
    const family = familyOf(fields);
    const read = family.read(fields, familyOf);
    checkStock(read.root, stock);
    const most = stock.get('experts') ?? stock.get('matrix');
    const maxContext = config.get('max_position_embeddings');
    return {
      ...read,
      root: withStock(read.root, stock),
      plan: (run) => read.plan(run).map((phase) => ({ ...phase, root: withStock(phase.root, stock) })),
      name: textOf(header, 'general.name') ?? name.replace(/^.*[\\/]|(-\d{5}-of-\d{5})?\.gguf$/gi, ''),
      format: 'gguf',
      family: family.id,
      dtype: { value: most?.stored.dtype ?? 'fp16', declared: true, activation: 'fp16', byTensor: true },
      ...(typeof maxContext === 'number' ? { maxContext } : {}),
      fields: new Map(),
    };
  } catch (error) {
    throw inWords(error);
  }
};

/**
 * Reads the header of a GGUF file, and of the other files of a split model; of the weights nothing.
 * @param decode UTF-8 to text.
 * @param openBeside Opens a file beside this one.
 * @throws Problem where it is damaged or not known.
 */
export const readGguf = async (
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  decode: Decode,
  openBeside?: OpenBeside,
): Promise<Model> =>
  modelOfGguf(await wholeHeader(await readGgufHeader(chunks, decode), name, decode, openBeside), name);
