import { dense, plainNorm } from '../encoder/parts';
import type { Fields } from '../fields';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import type { VisionTower } from '../vision-language/architecture';
import { patches } from './image';
import { visionTransformer, type VisionTransformer } from './vit';

/** The largest square that fits the 280 vectors an image becomes where nothing else is asked for. */
const IMAGE = { height: 768, width: 768 };
/** The position table has a half for each axis. */
const AXES = 2;

const SANDWICH = [
  'input_layernorm',
  'post_attention_layernorm',
  'pre_feedforward_layernorm',
  'post_feedforward_layernorm',
];

const readGemma4Vision = (fields: Fields): VisionTransformer => {
  const width = fields.optionalCount('hidden_size') ?? 768;
  const heads = fields.optionalCount('num_attention_heads') ?? 12;
  return {
    name: 'model.vision_tower',
    width,
    image: IMAGE,
    patch: { size: fields.optionalCount('patch_size') ?? 16, channels: 3, bias: false, name: 'input_proj' },
    embeddingsName: 'patch_embedder',
    tokens: [],
    positionTable: {
      name: 'position_embedding_table',
      rows: AXES * (fields.optionalCount('position_embedding_size') ?? 10_240),
    },
    layersName: 'encoder.layers',
    layers: fields.optionalCount('num_hidden_layers') ?? 16,
    layer: {
      width,
      norm: 'rms',
      norms: SANDWICH,
      attention: {
        name: 'self_attn',
        heads,
        headDim: fields.optionalCount('head_dim') ?? 64,
        kvHeads: fields.optionalCount('num_key_value_heads') ?? heads,
        bias: false,
        outBias: false,
        qkNorm: { over: 'head', weights: 'scale' },
        rotary: true,
        fields: ['hidden_size', 'num_attention_heads', 'head_dim'],
      },
      ffn: {
        name: 'mlp',
        inner: fields.optionalCount('intermediate_size') ?? 3072,
        gate: 'gate_proj',
        up: 'up_proj',
        down: 'down_proj',
        bias: false,
      },
    },
    after: [],
  };
};

/** Gemma 4's image tower: rotary positions on both axes, patches pooled to a few vectors, and one matrix. */
export const gemma4Vision = (fields: Fields, textWidth: number): VisionTower => {
  const tower = readGemma4Vision(fields);
  const pooled = (fields.optionalCount('pooling_kernel_size') ?? 3) ** 2;
  return {
    layers: tower.layers,
    build: (resolution = IMAGE) =>
      group('', [
        visionTransformer(tower, resolution),
        within(
          group('model.embed_vision', [
            plainNorm('embedding_pre_projection_norm', tower.width),
            dense('embedding_projection', tower.width, textWidth, { bias: false }),
          ]),
          positions(patches(resolution, tower.patch.size) / pooled),
        ),
      ]),
  };
};
