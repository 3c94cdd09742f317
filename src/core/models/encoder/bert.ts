import type { Architecture } from '../architecture';
import { textEncoder } from '../encoder-decoder/architecture';
import { group, type ModuleNode } from '../graph/node';
import { borrowed } from '../graph/borrowed';
import type { Pass, StreamShape } from '../graph/primitive';
import { positions, within } from '../graph/within';
import { type AttentionBlock, attentionBlock } from './attention';
import { feedForward } from './feed-forward';
import { dense, layerNorm, parameter, residual, table } from './parts';

/** What follows the layers. Every label reads one vector. */
export type BertHead =
  | { readonly kind: 'none' }
  | { readonly kind: 'pooler' }
  | { readonly kind: 'masked' }
  /** A score per label, of the pooled vector. */
  | { readonly kind: 'pooled-labels'; readonly labels: number }
  /** A score per label at every position. */
  | { readonly kind: 'labels'; readonly labels: number }
  /** The pooler of a classifier that the body itself does not have. */
  | { readonly kind: 'dense-labels'; readonly labels: number }
  /** Masked words and next sentences, as in pre-training. */
  | { readonly kind: 'pre-training' }
  /** Whether each word was replaced, as in ELECTRA's pre-training. */
  | { readonly kind: 'replaced' };

export interface Bert {
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly inner: number;
  readonly positions: number;
  /** Rows of the segment table; 0 where there is none. */
  readonly types: number;
  readonly head: BertHead;
  /** Width of the embeddings where a matrix leads from it to the layers' (arXiv:1909.11942, arXiv:2003.10555). */
  readonly embeddingWidth?: number;
  /** A norm behind the embeddings; there unless said. */
  readonly embeddingNorm?: boolean;
  /** A norm behind the last layer, where the others stand before the parts. */
  readonly finalNorm?: boolean;
  /** One layer's weights serve all layers. */
  readonly sharedLayers?: boolean;
  /** Between embeddings and layers: tables of relative positions. */
  readonly beside?: readonly ModuleNode[];
  /** What sets its attention apart: one matrix for queries, keys and values, biases. */
  readonly attention?: Pick<AttentionBlock, 'fused' | 'bias'>;
  /** In every layer, beside its parts. */
  readonly inLayer?: readonly ModuleNode[];
  /** What attention sees where that is not the whole text. */
  readonly attends?: (pass: Pass) => StreamShape;
  /** The name of the model's body: `bert`, `roberta`. */
  readonly body: string;
  readonly headName: string;
  /** What stands before the names of the head's first layers. */
  readonly transform: string;
  /** The masked head has a matrix of its own instead of the embedding's. */
  readonly untied?: boolean;
  /** With that, the head's bias is there twice, as transformers then has it. */
  readonly secondBias?: boolean;
}

/** What works on one vector for the whole text. */
const once = (node: ModuleNode): ModuleNode => within(node, positions(1));

const pooler = ({ width }: Bert): ModuleNode => once(dense('pooler.dense', width, width));

const masked = (spec: Bert): ModuleNode => {
  const { width, vocabulary, headName, transform, untied, secondBias } = spec;
  const inner = spec.embeddingWidth ?? width;
  return group(headName, [
    dense(`${transform}dense`, width, inner),
    layerNorm(`${transform}LayerNorm`, inner),
    dense('decoder', inner, vocabulary, { tied: untied !== true }),
    ...(untied === true && secondBias === true ? [parameter('bias', vocabulary)] : []),
  ]);
};

const headNodes = (spec: Bert): readonly ModuleNode[] => {
  const { width, head } = spec;
  switch (head.kind) {
    case 'none':
      return [];
    case 'pooler':
      return [pooler(spec)];
    case 'masked':
      return [masked(spec)];
    case 'pooled-labels':
      return [pooler(spec), once(dense('classifier', width, head.labels))];
    case 'labels':
      return [dense('classifier', width, head.labels)];
    case 'dense-labels':
      return [
        once(dense('classifier.dense', width, width)),
        once(dense('classifier.out_proj', width, head.labels)),
      ];
    case 'replaced':
      return [
        group('discriminator_predictions', [
          dense('dense', width, width),
          dense('dense_prediction', width, 1),
        ]),
      ];
    case 'pre-training':
      return [pooler(spec), masked(spec), once(dense('seq_relationship', width, 2))];
  }
};

const layerNodes = ({
  width,
  heads,
  inner,
  inLayer = [],
  attends,
  attention,
}: Bert): readonly ModuleNode[] => [
  attentionBlock({
    name: 'attention',
    names: { query: 'self.query', key: 'self.key', value: 'self.value', out: 'output.dense' },
    width,
    heads,
    headDim: width / heads,
    ...attention,
    ...(attends === undefined ? {} : { shape: attends }),
  }),
  ...inLayer,
  layerNorm('attention.output.LayerNorm', width),
  feedForward({ name: '', width, inner, up: 'intermediate.dense', down: 'output.dense' }),
  layerNorm('output.LayerNorm', width),
  residual(width),
];

/** All layers; where they share their weights, the first has them. */
const layersOf = (spec: Bert): readonly ModuleNode[] => {
  const nodes = layerNodes(spec);
  const name = `${spec.body}.encoder.layer`;
  if (spec.sharedLayers !== true) return [group(name, nodes, spec.layers)];
  return [
    group(`${name}.shared`, nodes),
    ...(spec.layers > 1 ? [group(name, nodes.map(borrowed), spec.layers - 1)] : []),
  ];
};

/** BERT (arXiv:1810.04805) and its kin: learned positions, biases everywhere, norms after the parts or before. */
export const bertModel = (spec: Bert): Architecture => {
  const { width, types, body } = spec;
  const embedded = spec.embeddingWidth ?? width;
  const embeddings = group(`${body}.embeddings`, [
    table('word_embeddings', spec.vocabulary, embedded),
    ...(spec.positions === 0
      ? []
      : [parameter('position_embeddings', spec.positions * embedded, { width: embedded })]),
    ...(types === 0 ? [] : [parameter('token_type_embeddings', types * embedded, { width: embedded })]),
    ...(spec.embeddingNorm === false ? [] : [layerNorm('LayerNorm', embedded)]),
  ]);
  return textEncoder(
    group('', [
      embeddings,
      ...(embedded === width ? [] : [dense(`${body}.embeddings_project`, embedded, width)]),
      ...(spec.beside ?? []),
      ...layersOf(spec),
      ...(spec.finalNorm === true ? [layerNorm(`${body}.encoder.ln`, width)] : []),
      ...headNodes(spec),
    ]),
    spec.layers,
  );
};
