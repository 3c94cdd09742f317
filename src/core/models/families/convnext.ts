import { convnextTree } from '../convolution/convnext';
import { imageModel, readClass, readLabels, readResolution } from '../vision/image';
import type { Family } from './family';

/** ConvNeXt and ConvNeXt V2 (arXiv:2201.03545, arXiv:2301.00808), with or without a classifier. */
export const convnext: Family = {
  id: 'convnext',
  modelTypes: ['convnext', 'convnextv2'],
  read: (fields) => {
    const second = fields.optionalText('model_type') === 'convnextv2';
    const className = readClass(fields, 'ConvNextModel');
    const classifies = /^ConvNext(V2)?ForImageClassification$/.test(className);
    if (!classifies && !/^ConvNext(V2)?Model$/.test(className))
      return fields.fail('architectures', `not known: the head of ${className}`);
    const depths = fields.counts('depths') ?? [3, 3, 9, 3];
    const widths = fields.counts('hidden_sizes') ?? [96, 192, 384, 768];
    const stages = fields.optionalCount('num_stages') ?? 4;
    if (depths.length !== widths.length || stages !== widths.length) {
      fields.fail(
        'depths',
        `depths has ${depths.length} entries; expected as many as hidden_sizes and num_stages, ${stages}`,
      );
    }
    for (const [name, expected] of [
      ['patch_size', 4],
      ['num_channels', 3],
    ] as const) {
      if ((fields.optionalCount(name) ?? expected) !== expected)
        fields.fail(name, `not known: ${name} other than ${expected}`);
    }
    // Without the factor there is no layer scale; version 2 has none.
    if (!second && (fields.optionalNumber('layer_scale_init_value') ?? 1e-6) <= 0)
      fields.fail('layer_scale_init_value', 'not known: a ConvNeXt without layer scale');
    const spec = { depths, widths, second, classes: classifies ? readLabels(fields) : 0 };
    const own = readResolution(fields, 'image_size', 224);
    return imageModel(
      (resolution) => convnextTree(spec, resolution ?? own),
      depths.reduce((sum, depth) => sum + depth, 0),
    );
  },
};
