import { imageModel, readClass, readLabels, readResolution } from '../vision/image';
import { swinTree } from '../vision/swin';
import type { Family } from './family';

/** Swin Transformer (arXiv:2103.14030). */
export const swin: Family = {
  id: 'swin',
  modelTypes: ['swin'],
  read: (fields) => {
    const className = readClass(fields, 'SwinModel');
    const classifies = className === 'SwinForImageClassification';
    if (!classifies && className !== 'SwinModel') {
      return fields.fail('architectures', `not known: the head of ${className}`);
    }
    if (fields.flag('use_absolute_embeddings', false)) {
      return fields.fail('use_absolute_embeddings', 'not known: use_absolute_embeddings true');
    }
    const depths = fields.counts('depths') ?? [2, 2, 6, 2];
    const heads = fields.counts('num_heads') ?? [3, 6, 12, 24];
    if (heads.length !== depths.length) {
      fields.fail(
        'num_heads',
        `num_heads has ${heads.length} entries; expected ${depths.length}, as depths has`,
      );
    }
    const spec = {
      width: fields.optionalCount('embed_dim') ?? 96,
      depths,
      heads,
      window: fields.optionalCount('window_size') ?? 7,
      patch: fields.optionalCount('patch_size') ?? 4,
      channels: fields.optionalCount('num_channels') ?? 3,
      ratio: fields.optionalNumber('mlp_ratio') ?? 4,
      image: readResolution(fields, 'image_size', 224),
      qkvBias: fields.flag('qkv_bias', true),
      tableOfWindow: true,
      prefix: classifies ? 'swin.' : '',
      ...(classifies ? { classes: readLabels(fields) } : {}),
    };
    return imageModel(
      (resolution) => swinTree(spec, resolution),
      depths.reduce((sum, depth) => sum + depth, 0),
    );
  },
};
