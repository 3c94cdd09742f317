import { type ResNet, resnetTree } from '../convolution/resnet';
import type { Fields } from '../fields';
import { imageModel, readClass, readLabels } from '../vision/image';
import type { Family } from './family';

/** Images are as large as the processor makes them; ImageNet's are usual. */
const IMAGE = { height: 224, width: 224 };

/** The sizes of a ResNet. @throws Problem where it is another than timm builds. */
export const readResNet = (fields: Fields, classes: number): ResNet => {
  const kind = fields.optionalText('layer_type') ?? 'bottleneck';
  if (kind !== 'basic' && kind !== 'bottleneck')
    return fields.fail('layer_type', `layer_type is "${kind}"; expected basic or bottleneck`);
  const layers = fields.counts('depths') ?? [3, 4, 6, 3];
  const widths = fields.counts('hidden_sizes') ?? [256, 512, 1024, 2048];
  const expected = layers.map((_, i) => 64 * 2 ** i * (kind === 'basic' ? 1 : 4));
  if (expected.length !== widths.length || expected.some((width, i) => width !== widths[i]))
    fields.fail('hidden_sizes', `not known: hidden_sizes other than ${expected.join(', ')}`);
  for (const [name, usual] of [
    ['embedding_size', 64],
    ['num_channels', 3],
  ] as const) {
    if ((fields.optionalCount(name) ?? usual) !== usual)
      fields.fail(name, `not known: ${name} other than ${usual}`);
  }
  for (const name of ['downsample_in_first_stage', 'downsample_in_bottleneck']) {
    if (fields.flag(name, false)) fields.fail(name, `not known: ${name} true`);
  }
  return {
    layers,
    block: kind,
    cardinality: 1,
    baseWidth: 64,
    averageDown: false,
    squeeze: false,
    classes,
  };
};

/** ResNet (arXiv:1512.03385) in transformers, with or without a classifier; channels double from stage to stage. */
export const resnet: Family = {
  id: 'resnet',
  modelTypes: ['resnet'],
  read: (fields) => {
    const className = readClass(fields, 'ResNetModel');
    const classifies = className === 'ResNetForImageClassification';
    if (!classifies && className !== 'ResNetModel')
      return fields.fail('architectures', `not known: the head of ${className}`);
    const spec = readResNet(fields, classifies ? readLabels(fields) : 0);
    return imageModel(
      (resolution) => resnetTree(spec, resolution ?? IMAGE),
      spec.layers.reduce((sum, count) => sum + count, 0),
    );
  },
};
