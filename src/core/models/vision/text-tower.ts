import { encoderLayer } from '../encoder/layer';
import { layerNorm, parameter, table } from '../encoder/parts';
import type { Fields } from '../fields';
import { group, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { clipLayer } from './clip-layer';
import { readTowerHeads } from './config';

export interface TextTower {
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly headDim: number;
  readonly inner: number;
  /** Texts are cut or padded to this many tokens. */
  readonly length: number;
  readonly causal: boolean;
}

/** The text half of a CLIP or SigLIP config; both classes have the same defaults but these. */
export const readTextTower = (fields: Fields, kind: 'clip' | 'siglip'): TextTower => {
  const defaults =
    kind === 'clip'
      ? { vocabulary: 49408, width: 512, inner: 2048, heads: 8, length: 77 }
      : { vocabulary: 32000, width: 768, inner: 3072, heads: 12, length: 64 };
  const width = fields.optionalCount('hidden_size') ?? defaults.width;
  return {
    width,
    vocabulary: fields.optionalCount('vocab_size') ?? defaults.vocabulary,
    layers: fields.optionalCount('num_hidden_layers') ?? 12,
    inner: fields.optionalCount('intermediate_size') ?? defaults.inner,
    length: fields.optionalCount('max_position_embeddings') ?? defaults.length,
    causal: kind === 'clip',
    ...readTowerHeads(fields, width, 'num_attention_heads', defaults.heads),
  };
};

/** The text encoder of CLIP (arXiv:2103.00020): learned positions, pre-norm layers, on texts of full length. */
export const textTower = (name: string, tower: TextTower): ModuleNode => {
  const { width } = tower;
  return within(
    group(name, [
      group('embeddings', [
        table('token_embedding', tower.vocabulary, width, ['vocab_size', 'hidden_size']),
        parameter('position_embedding', tower.length * width, {
          width,
          fields: ['max_position_embeddings', 'hidden_size'],
        }),
      ]),
      group('encoder.layers', encoderLayer(clipLayer(tower)), tower.layers),
      layerNorm('final_layer_norm', width),
    ]),
    positions(tower.length),
  );
};
