import type { Architecture } from '../architecture';
import { type Bert, type BertHead, bertModel } from '../encoder/bert';
import { dense, layerNorm, parameter } from '../encoder/parts';
import type { Fields } from '../fields';
import { matmul } from '../graph/matmul';
import { leaf, type ModuleNode } from '../graph/node';
import type { StreamShape } from '../graph/primitive';
import { within } from '../graph/within';
import { readClass } from '../vision/image';
import { bertSizes, readBertHead } from './bert';
import type { Family } from './family';

const withoutPooler = (head: BertHead): BertHead => (head.kind === 'pooler' ? { kind: 'none' } : head);

/** What a kin's head is called, and which class a config without one means. */
interface Kin {
  readonly otherwise: string;
  /** The body has a pooler. */
  readonly pooler: boolean;
  readonly body: string;
  readonly headName: string;
  readonly transform: string;
}

/** The head of BERT itself, under a name of its own. */
const BERT_HEAD = { headName: 'cls.predictions', transform: 'transform.', pooler: true };

/** A model of BERT's sizes; `more` is what sets it apart. */
const bertKin = (fields: Fields, kin: Kin, more: Partial<Bert> = {}): Architecture =>
  bertModel({
    ...bertSizes(fields),
    head: readBertHead(fields, readClass(fields, kin.otherwise), kin.pooler),
    body: kin.body,
    headName: kin.headName,
    transform: kin.transform,
    ...more,
  });

const electraHead = (fields: Fields, className: string): BertHead =>
  /ForPreTraining$/.test(className)
    ? { kind: 'replaced' }
    : withoutPooler(readBertHead(fields, className, false));

/** ELECTRA (arXiv:2003.10555): narrow embeddings, and a head that finds replaced words. */
export const electra: Family = {
  id: 'electra',
  modelTypes: ['electra'],
  read: (fields) =>
    bertModel({
      ...bertSizes(fields),
      embeddingWidth: fields.optionalCount('embedding_size') ?? 128,
      head: electraHead(fields, readClass(fields, 'ElectraModel')),
      body: 'electra',
      headName: 'generator_predictions',
      transform: '',
      secondBias: false,
    }),
};

/** ALBERT (arXiv:1909.11942): narrow embeddings, and one layer's weights for all layers. */
export const albert: Family = {
  id: 'albert',
  modelTypes: ['albert'],
  read: (fields) => {
    for (const name of ['num_hidden_groups', 'inner_group_num']) {
      if ((fields.optionalCount(name) ?? 1) !== 1) fields.fail(name, `not known: ${name} other than 1`);
    }
    const className = readClass(fields, 'AlbertModel');
    if (/ForPreTraining$/.test(className))
      fields.fail('architectures', `not known: the head of ${className}`);
    return bertKin(
      fields,
      { otherwise: className, pooler: true, body: 'albert', headName: 'predictions', transform: '' },
      { embeddingWidth: fields.optionalCount('embedding_size') ?? 128, sharedLayers: true },
    );
  },
};

/** MPNet (arXiv:2004.09297): BERT with a table of relative positions for all layers, and no segments. */
export const mpnet: Family = {
  id: 'mpnet',
  modelTypes: ['mpnet'],
  read: (fields) => {
    const { heads } = bertSizes(fields);
    const buckets = fields.optionalCount('relative_attention_num_buckets') ?? 32;
    return bertKin(
      fields,
      { otherwise: 'MPNetModel', pooler: false, body: 'mpnet', headName: 'lm_head', transform: '' },
      { types: 0, beside: [parameter('mpnet.encoder.relative_attention_bias', buckets * heads)] },
    );
  },
};

/** ERNIE (arXiv:1907.12412) in transformers: BERT, maybe with a table of tasks. */
export const ernie: Family = {
  id: 'ernie',
  modelTypes: ['ernie'],
  read: (fields) => {
    const { width } = bertSizes(fields);
    const tasks = fields.flag('use_task_id', false) ? (fields.optionalCount('task_type_vocab_size') ?? 3) : 0;
    return bertKin(
      fields,
      { ...BERT_HEAD, otherwise: 'ErnieModel', body: 'ernie' },
      {
        beside: tasks === 0 ? [] : [parameter('ernie.embeddings.task_type_embeddings', tasks * width)],
      },
    );
  },
};

/** Megatron-BERT (arXiv:1909.08053): BERT with norms before the parts. */
export const megatronBert: Family = {
  id: 'megatron-bert',
  modelTypes: ['megatron-bert'],
  read: (fields) =>
    bertKin(
      fields,
      { ...BERT_HEAD, otherwise: 'MegatronBertModel', body: 'bert' },
      { embeddingNorm: false, finalNorm: true },
    ),
};

/** RoBERTa with norms before the parts (arXiv:1904.01038), and data2vec's text (arXiv:2202.03555). */
export const robertaKin: Family = {
  id: 'roberta-kin',
  modelTypes: ['roberta-prelayernorm', 'data2vec-text'],
  read: (fields) =>
    bertKin(
      fields,
      {
        otherwise: 'RobertaPreLayerNormModel',
        pooler: false,
        body: 'roberta',
        headName: 'lm_head',
        transform: '',
      },
      { finalNorm: fields.optionalText('model_type') === 'roberta-prelayernorm' },
    ),
};

/** What a relative position may be away from its query, as DeBERTa has it. */
const farthest = (fields: Fields): number => {
  const most = fields.optionalNumber('max_relative_positions') ?? -1;
  return most < 1 ? fields.count('max_position_embeddings') : most;
};

/** Rows of the table of relative positions: as many to either side. */
const relativeRows = (fields: Fields): number => {
  const buckets = fields.optionalNumber('position_buckets') ?? -1;
  return 2 * (buckets > 0 ? buckets : farthest(fields));
};

/** Written as "p2c|c2p" by its makers and as a list by transformers. */
const productsOf = (fields: Fields): readonly string[] =>
  fields.isText('pos_att_type')
    ? (fields.optionalText('pos_att_type') ?? '').split('|').filter((kind) => kind !== '')
    : (fields.list<string>('pos_att_type', 'string') ?? []);

/** A matrix for positions, and the product that it is for. */
interface PositionMatrix {
  readonly kind: string;
  readonly matrix: string;
  readonly bias: boolean;
}
const OWN_MATRICES: readonly PositionMatrix[] = [
  { kind: 'c2p', matrix: 'pos_key_proj', bias: true },
  { kind: 'p2c', matrix: 'pos_query_proj', bias: true },
];
const FIRST_MATRICES: readonly PositionMatrix[] = [
  { kind: 'c2p', matrix: 'pos_proj', bias: false },
  { kind: 'p2c', matrix: 'pos_q_proj', bias: true },
];

/**
 * What DeBERTa's layers do with relative positions: the table through matrices, then the products of contents with it.
 * The matrices are those of queries and keys, or their own for each kind of product.
 */
const disentangled = (
  { width, heads }: Pick<Bert, 'width' | 'heads'>,
  rows: (pass: StreamShape) => number,
  kinds: readonly string[],
  matrices: readonly PositionMatrix[],
  shared: boolean,
): readonly ModuleNode[] => {
  const table = (pass: StreamShape): StreamShape => ({
    sequences: 1,
    query: rows(pass),
    context: rows(pass),
  });
  const products = matrices.map((product) => ({ ...product, there: kinds.includes(product.kind) }));
  return [
    ...products
      .filter(({ there }) => shared || there)
      .map(({ matrix, bias }) =>
        within(dense(matrix, width, width, shared ? { bias: false, tied: true } : { bias }), table),
      ),
    ...products
      .filter(({ there }) => there)
      .map(({ kind }) =>
        within(leaf(`${kind}_scores`, matmul({ out: rows, depth: width / heads })), (pass) => ({
          ...pass,
          sequences: pass.sequences * heads,
        })),
      ),
  ];
};

/** DeBERTa v2 and v3 (arXiv:2006.03654, arXiv:2111.09543): attention to contents and to relative positions. */
export const debertaV2: Family = {
  id: 'deberta-v2',
  modelTypes: ['deberta-v2'],
  read: (fields) => {
    const sizes = bertSizes(fields.withDefaults({ type_vocab_size: 0 }));
    const { width } = sizes;
    const relative = fields.flag('relative_attention', false);
    const kinds = productsOf(fields);
    const rows = relative ? relativeRows(fields) : 0;
    if (fields.has('conv_kernel_size') && (fields.optionalCount('conv_kernel_size', 0) ?? 0) > 0)
      fields.fail('conv_kernel_size', 'not known: a DeBERTa v2 with a convolution');
    const embedded = fields.optionalCount('embedding_size') ?? width;
    if (embedded !== width) fields.fail('embedding_size', 'not known: embedding_size other than hidden_size');
    const normed = /layer_norm/.test(fields.optionalText('norm_rel_ebd') ?? 'none');
    const head = readBertHead(fields, readClass(fields, 'DebertaV2Model'), true);
    if (head.kind === 'pooled-labels') {
      const pooled = fields.optionalCount('pooler_hidden_size') ?? width;
      if (pooled !== width)
        fields.fail('pooler_hidden_size', 'not known: pooler_hidden_size other than hidden_size');
    }
    return bertModel({
      ...sizes,
      positions: fields.flag('position_biased_input', true) ? sizes.positions : 0,
      beside: [
        ...(relative ? [parameter('deberta.encoder.rel_embeddings', rows * width)] : []),
        ...(normed ? [layerNorm('deberta.encoder.LayerNorm', width)] : []),
      ],
      ...(relative
        ? {
            inLayer: disentangled(
              sizes,
              () => rows,
              kinds,
              OWN_MATRICES,
              fields.flag('share_att_key', false),
            ),
          }
        : {}),
      head: withoutPooler(head),
      body: 'deberta',
      headName: 'cls.predictions',
      transform: 'transform.',
    });
  },
};

/**
 * DeBERTa (arXiv:2006.03654): one matrix for queries, keys and values, with biases of queries and values alone, and
 * relative positions no farther away than the text is long.
 */
export const deberta: Family = {
  id: 'deberta',
  modelTypes: ['deberta'],
  read: (fields) => {
    const sizes = bertSizes(fields.withDefaults({ type_vocab_size: 0 }));
    const { width } = sizes;
    const relative = fields.flag('relative_attention', false);
    if (fields.flag('talking_head', false))
      fields.fail('talking_head', 'not known: a DeBERTa whose heads talk to each other');
    const embedded = fields.optionalCount('embedding_size') ?? width;
    if (embedded !== width) fields.fail('embedding_size', 'not known: embedding_size other than hidden_size');
    const pooled = fields.optionalCount('pooler_hidden_size') ?? width;
    if (pooled !== width)
      fields.fail('pooler_hidden_size', 'not known: pooler_hidden_size other than hidden_size');
    const most = relative ? farthest(fields) : 0;
    const bias = (name: string): ModuleNode => parameter(`attention.self.${name}`, width, { width });
    return bertModel({
      ...sizes,
      positions: fields.flag('position_biased_input', true) ? sizes.positions : 0,
      beside: relative ? [parameter('deberta.encoder.rel_embeddings', 2 * most * width)] : [],
      attention: { fused: 'self.in_proj', bias: false },
      inLayer: [
        bias('q_bias'),
        bias('v_bias'),
        ...(relative
          ? disentangled(
              sizes,
              ({ query }) => 2 * Math.min(query, most),
              productsOf(fields),
              FIRST_MATRICES,
              false,
            )
          : []),
      ],
      head: withoutPooler(readBertHead(fields, readClass(fields, 'DebertaModel'), true)),
      body: 'deberta',
      headName: 'cls.predictions',
      transform: 'transform.',
    });
  },
};
