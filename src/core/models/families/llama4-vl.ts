import { dense, layerNorm } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { readTower } from '../vision/config';
import { patches, readResolution } from '../vision/image';
import { visionTransformer, type VisionTransformer } from '../vision/vit';
import { visionLanguage } from '../vision-language/architecture';
import { readText, textFields } from '../vision-language/text';
import type { Family } from './family';

const VISION = { width: 768, layers: 34, heads: 16, inner: 5632, patch: 14, image: 448 };

/** Llama 4 (Scout, Maverick): a tower whose patches are folded by half per side before the projector. */
export const llama4Vl: Family = {
  id: 'llama4-vl',
  modelTypes: ['llama4'],
  read: (fields, familyOf) => {
    const vision = fields.objectOrEmpty('vision_config');
    const tower = readTower(vision, VISION);
    const image = readResolution(vision, 'image_size', VISION.image);
    const input = vision.optionalCount('projector_input_dim') ?? 4096;
    const output = vision.optionalCount('projector_output_dim') ?? 4096;
    const ratio = vision.optionalNumber('pixel_shuffle_ratio') ?? 0.5;
    const width = textFields(fields, 'llama4_text').count('hidden_size');
    const spec: VisionTransformer = {
      name: 'vision_model',
      width: tower.width,
      image,
      embeddingsName: '',
      patch: { size: tower.patch, channels: tower.channels, bias: false, name: 'patch_embedding.linear' },
      tokens: [{ name: 'class_embedding', count: 1 }],
      positionTable: { name: 'positional_embedding_vlm', rows: patches(image, tower.patch) + 1 },
      before: [layerNorm('layernorm_pre', tower.width)],
      layersName: 'model.layers',
      layers: tower.layers,
      layer: {
        width: tower.width,
        norms: ['input_layernorm', 'post_attention_layernorm'],
        attention: {
          name: 'self_attn',
          heads: tower.heads,
          headDim: tower.headDim,
          rotary: true,
          fields: ['hidden_size', 'num_attention_heads'],
        },
        ffn: { name: 'mlp', inner: tower.inner },
      },
      after: [layerNorm('layernorm_post', tower.width)],
    };
    return visionLanguage(readText(fields, familyOf, 'llama4_text'), {
      layers: tower.layers,
      build: (resolution = image) =>
        group('', [
          visionTransformer(spec, resolution),
          within(
            group('', [
              group('vision_model.vision_adapter.mlp', [
                dense('fc1', tower.inner, input, { bias: false }),
                dense('fc2', output, output, { bias: false }),
              ]),
              dense(
                'multi_modal_projector.linear_1',
                vision.optionalCount('vision_output_dim') ?? 7680,
                width,
                {
                  bias: false,
                },
              ),
            ]),
            positions(patches(resolution, tower.patch) * ratio ** 2),
          ),
        ]),
    });
  },
};
