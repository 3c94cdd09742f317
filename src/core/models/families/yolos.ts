import { dense, layerNorm, parameter } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { readTower, VIT_BASE, vitPatches } from '../vision/config';
import { imageModel, patches, readClass, readLabels } from '../vision/image';
import { towerTokens, visionTransformer, type VisionTransformer } from '../vision/vit';
import type { Family } from './family';

/** YOLOS: a vision transformer with detection tokens and two three-layer heads (arXiv:2106.00666). */
export const yolos: Family = {
  id: 'yolos',
  modelTypes: ['yolos'],
  read: (fields) => {
    const className = readClass(fields, 'YolosForObjectDetection');
    if (className !== 'YolosForObjectDetection') {
      return fields.fail('architectures', `not known: the head of ${className}`);
    }
    const tower = readTower(fields, VIT_BASE);
    const { width } = tower;
    const [height = 512, wide = 864] = fields.counts('image_size') ?? [];
    const image = { height, width: wide };
    const detections = fields.optionalCount('num_detection_tokens') ?? 100;
    const spec: VisionTransformer = {
      name: 'vit',
      width,
      image,
      patch: vitPatches(tower),
      tokens: [
        { name: 'cls_token', count: 1 },
        { name: 'detection_tokens', count: detections },
      ],
      positionTable: {
        name: 'position_embeddings',
        rows: patches(image, tower.patch) + detections + 1,
      },
      layersName: 'encoder.layer',
      layers: tower.layers,
      layer: {
        width,
        norms: ['layernorm_before', 'layernorm_after'],
        attention: {
          name: 'attention',
          heads: tower.heads,
          headDim: tower.headDim,
          bias: fields.flag('qkv_bias', true),
          fields: ['hidden_size', 'num_attention_heads'],
        },
        ffn: { name: 'mlp', inner: tower.inner, fields: ['intermediate_size', 'hidden_size'] },
      },
      after: [layerNorm('layernorm', width)],
    };
    // The tables between layers count patches of the whole area, the one before them whole rows and columns.
    const rows = Math.floor((height * wide) / tower.patch ** 2) + detections + 1;
    const between = fields.flag('use_mid_position_embeddings', true) ? tower.layers - 1 : 0;
    const head = (name: string, out: number) =>
      within(
        group(name, [
          dense('layers.0', width, width),
          dense('layers.1', width, width),
          dense('layers.2', width, out),
        ]),
        positions(detections),
      );
    return imageModel(
      (resolution) =>
        group('', [
          visionTransformer(spec, resolution),
          ...(between === 0
            ? []
            : [
                within(
                  parameter('vit.encoder.mid_position_embeddings', between * rows * width, {
                    width: between * width,
                  }),
                  positions(towerTokens(spec, resolution)),
                ),
              ]),
          head('class_labels_classifier', readLabels(fields) + 1),
          head('bbox_predictor', 4),
        ]),
      tower.layers,
    );
  },
};
