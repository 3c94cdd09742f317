import type { Architecture } from '../architecture';
import { textEncoder } from '../encoder-decoder/architecture';
import { group, type ModuleNode } from '../graph/node';
import { attentionBlock } from './attention';
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
  | { readonly kind: 'pre-training' };

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

const pooler = ({ width }: Bert): ModuleNode => dense('pooler.dense', width, width);

const masked = ({ width, vocabulary, headName, transform, untied, secondBias }: Bert): ModuleNode =>
  group(headName, [
    dense(`${transform}dense`, width, width),
    layerNorm(`${transform}LayerNorm`, width),
    dense('decoder', width, vocabulary, { tied: untied !== true }),
    ...(untied === true && secondBias === true ? [parameter('bias', vocabulary)] : []),
  ]);

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
      return [pooler(spec), dense('classifier', width, head.labels)];
    case 'labels':
      return [dense('classifier', width, head.labels)];
    case 'dense-labels':
      return [dense('classifier.dense', width, width), dense('classifier.out_proj', width, head.labels)];
    case 'pre-training':
      return [pooler(spec), masked(spec), dense('seq_relationship', width, 2)];
  }
};

/** BERT (arXiv:1810.04805): norms after the parts, learned positions, biases everywhere. */
export const bertModel = (spec: Bert): Architecture => {
  const { width, types, body } = spec;
  const layer = group(
    `${body}.encoder.layer`,
    [
      attentionBlock({
        name: 'attention',
        names: { query: 'self.query', key: 'self.key', value: 'self.value', out: 'output.dense' },
        width,
        heads: spec.heads,
        headDim: width / spec.heads,
      }),
      layerNorm('attention.output.LayerNorm', width),
      feedForward({ name: '', width, inner: spec.inner, up: 'intermediate.dense', down: 'output.dense' }),
      layerNorm('output.LayerNorm', width),
      residual(width),
    ],
    spec.layers,
  );
  const embeddings = group(`${body}.embeddings`, [
    table('word_embeddings', spec.vocabulary, width),
    parameter('position_embeddings', spec.positions * width, { width }),
    ...(types === 0 ? [] : [parameter('token_type_embeddings', types * width, { width })]),
    layerNorm('LayerNorm', width),
  ]);
  return textEncoder(group('', [embeddings, layer, ...headNodes(spec)]), spec.layers);
};
