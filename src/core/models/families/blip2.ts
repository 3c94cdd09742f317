import { readLayers } from '../decoder/read';
import { crossAttention } from '../encoder/cross';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter, residual } from '../encoder/parts';
import type { Fields } from '../fields';
import { group, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { readTower, readTowerHeads } from '../vision/config';
import { patches, readResolution } from '../vision/image';
import { towerTokens, visionTransformer, type VisionTransformer } from '../vision/vit';
import { visionLanguage } from '../vision-language/architecture';
import { readText, textFields } from '../vision-language/text';
import type { Family } from './family';

/** EVA-CLIP's tower: one matrix for queries, keys and values. */
const readVision = (fields: Fields): VisionTransformer => {
  const tower = readTower(fields, { width: 1408, layers: 39, heads: 16, inner: 6144, patch: 14, image: 224 });
  const { width } = tower;
  const image = readResolution(fields, 'image_size', 224);
  return {
    name: 'vision_model',
    width,
    image,
    patch: { size: tower.patch, channels: 3, bias: true, name: 'patch_embedding' },
    tokens: [{ name: 'class_embedding', count: 1 }],
    positionTable: { name: 'position_embedding', rows: patches(image, tower.patch) + 1 },
    layersName: 'encoder.layers',
    layers: tower.layers,
    layer: {
      width,
      norms: ['layer_norm1', 'layer_norm2'],
      attention: {
        name: 'self_attn',
        names: { query: 'q', key: 'k', value: 'v', out: 'projection' },
        fused: 'qkv',
        heads: tower.heads,
        headDim: tower.headDim,
        bias: fields.flag('qkv_bias', true),
        fields: ['hidden_size', 'num_attention_heads'],
      },
      ffn: { name: 'mlp', inner: tower.inner, fields: ['intermediate_size', 'hidden_size'] },
    },
    after: [layerNorm('post_layernorm', width)],
  };
};

interface QFormer {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly inner: number;
  /** Every so many layers look at the image. */
  readonly every: number;
  readonly queries: number;
}

const readQFormer = (fields: Fields, queries: number): QFormer => {
  if (fields.flag('use_qformer_text_input', false))
    fields.fail('use_qformer_text_input', 'not known: use_qformer_text_input true');
  const width = fields.optionalCount('hidden_size') ?? 768;
  return {
    width,
    queries,
    layers: fields.has('num_hidden_layers') ? readLayers(fields) : 12,
    heads: readTowerHeads(fields, width).heads,
    inner: fields.optionalCount('intermediate_size') ?? 3072,
    every: fields.optionalCount('cross_attention_frequency') ?? 2,
  };
};

/** Learned queries that look at each other and, in some layers, at the image. */
const qFormer = (spec: QFormer, vision: number, tokens: number): ModuleNode => {
  const { width, queries } = spec;
  const attend = (name: string, keys: number, keysWidth: number): ModuleNode =>
    group(name, [
      crossAttention({
        name: '',
        names: {
          query: 'attention.query',
          key: 'attention.key',
          value: 'attention.value',
          out: 'output.dense',
        },
        width,
        keysWidth,
        heads: spec.heads,
        queries,
        keys,
        fields: ['hidden_size', 'num_attention_heads'],
      }),
      within(layerNorm('output.LayerNorm', width), positions(queries)),
    ]);
  const layers = (name: string, count: number, looks: boolean): readonly ModuleNode[] =>
    count === 0
      ? []
      : [
          group(
            `qformer.encoder.layer.${name}`,
            [
              attend('attention', queries, width),
              ...(looks ? [attend('crossattention', tokens, vision)] : []),
              within(
                group('', [
                  feedForward({
                    name: '',
                    width,
                    inner: spec.inner,
                    up: 'intermediate_query.dense',
                    down: 'output_query.dense',
                    fields: ['intermediate_size', 'hidden_size'],
                  }),
                  layerNorm('output_query.LayerNorm', width),
                  residual(width, looks ? 3 : 2),
                ]),
                positions(queries),
              ),
            ],
            count,
          ),
        ];
  const looking = Math.ceil(spec.layers / spec.every);
  return group('', [
    parameter('query_tokens', queries * width, { fields: ['num_query_tokens'] }),
    within(layerNorm('qformer.layernorm', width), positions(queries)),
    ...layers('looking', looking, true),
    ...layers('plain', spec.layers - looking, false),
  ]);
};

/** BLIP-2 (arXiv:2301.12597): a vision transformer, 32 queries that look at its output, and a language model. */
export const blip2: Family = {
  id: 'blip2',
  modelTypes: ['blip-2'],
  read: (fields, familyOf) => {
    const tower = readVision(fields.objectOrEmpty('vision_config'));
    const queries = fields.optionalCount('num_query_tokens') ?? 32;
    const former = readQFormer(fields.objectOrEmpty('qformer_config'), queries);
    const width = textFields(fields, 'opt').count(['hidden_size', 'd_model']);
    return visionLanguage(readText(fields, familyOf, 'opt'), {
      layers: tower.layers + former.layers,
      build: (resolution) =>
        group('', [
          visionTransformer(tower, resolution),
          qFormer(former, tower.width, towerTokens(tower, resolution)),
          within(dense('language_projection', former.width, width), positions(queries)),
        ]),
    });
  },
};
