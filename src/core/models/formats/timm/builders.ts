import type { ModuleNode } from '../../graph/node';
import { convnextTree } from '../../convolution/convnext';
import { densenetTree } from '../../convolution/densenet';
import { type BlockRow, efficientnetTree } from '../../convolution/efficientnet';
import { makeDivisible } from '../../convolution/grid';
import { resnetTree } from '../../convolution/resnet';
import { vggTree } from '../../convolution/vgg';
import type { Resolution } from '../../vision/image';
import { swinTree } from '../../vision/swin';
import type { Entry } from './entry';
import { vitTree } from './vit';

export interface Built {
  readonly layers: number;
  tree(image: Resolution): ModuleNode;
}

/** Makes the model of a line; `classes` is the line's own unless a config says otherwise. */
export type Builder = (entry: Entry, classes: number, rows: (name: string) => string) => Built;

const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);

const resnet: Builder = (entry, classes) => {
  const layers = entry.numbers('layers');
  const [a, b, c] = entry.optionalNumbers('stem') ?? [];
  const spec = {
    layers,
    classes,
    block: entry.text('block') === 'basic' ? ('basic' as const) : ('bottleneck' as const),
    cardinality: entry.optionalNumber('cardinality') ?? 1,
    baseWidth: entry.optionalNumber('baseWidth') ?? 64,
    averageDown: entry.flag('averageDown'),
    squeeze: entry.flag('squeeze'),
    ...(a === undefined || b === undefined || c === undefined ? {} : { stem: [a, b, c] as const }),
  };
  return { layers: sum(layers), tree: (image) => resnetTree(spec, image) };
};

const vgg: Builder = (entry, classes) => {
  const layers = entry.numbers('layers');
  const spec = { layers, classes, norm: entry.flag('norm') };
  return { layers: sum(layers), tree: (image) => vggTree(spec, image) };
};

const densenet: Builder = (entry, classes) => {
  const layers = entry.numbers('layers');
  const spec = { layers, classes, growth: entry.number('growth'), stem: entry.number('stem') };
  return { layers: sum(layers), tree: (image) => densenetTree(spec, image) };
};

const ROW = /^(ds|ir|er|cn)_r(\d+)_k(\d+)_s(\d+)_e([\d.]+)_c(\d+)(?:_se([\d.]+))?$/;

/** A row in timm's notation, widened and deepened. */
const rowOf = (text: string, width: number, depth: number): BlockRow => {
  const [, kind, repeats, kernel, stride, expansion, channels, squeeze] = ROW.exec(text) ?? [];
  if (kind !== 'ds' && kind !== 'ir' && kind !== 'er' && kind !== 'cn') {
    throw new Error(`names.yaml: "${text}" is no row of blocks`);
  }
  return {
    kind,
    repeats: Math.ceil(Number(repeats) * depth),
    kernel: Number(kernel),
    stride: Number(stride),
    expansion: Number(expansion),
    channels: makeDivisible(Number(channels) * width),
    squeeze: Number(squeeze ?? 0),
  };
};

const efficientnet: Builder = (entry, classes, rows) => {
  const width = entry.optionalNumber('width') ?? 1;
  const depth = entry.optionalNumber('depth') ?? 1;
  const features = makeDivisible(entry.number('features') * width);
  const spec = {
    classes,
    rows: rows(entry.text('rows') ?? '')
      .split(' ')
      .map((row) => rowOf(row, width, depth)),
    stem: makeDivisible(entry.number('stem') * width),
    features: entry.flag('featuresAtLeast') ? Math.max(entry.number('features'), features) : features,
    squeezeFrom: entry.text('squeezeFrom') === 'expanded' ? ('expanded' as const) : ('input' as const),
    head: entry.text('head') === 'pooled' ? ('pooled' as const) : ('convolution' as const),
  };
  return {
    layers: sum(spec.rows.map(({ repeats }) => repeats)),
    tree: (image) => efficientnetTree(spec, image),
  };
};

const convnext: Builder = (entry, classes) => {
  const depths = entry.numbers('depths');
  const spec = { depths, classes, widths: entry.numbers('widths'), second: entry.flag('second') };
  return { layers: sum(depths), tree: (image) => convnextTree(spec, image) };
};

const swin: Builder = (entry, classes) => {
  const depths = entry.numbers('depths');
  const side = entry.number('image');
  const spec = {
    depths,
    width: entry.number('width'),
    heads: entry.numbers('heads'),
    window: entry.number('window'),
    patch: 4,
    channels: 3,
    ratio: 4,
    image: { height: side, width: side },
    prefix: '',
    ...(classes === 0 ? {} : { classes }),
  };
  return { layers: sum(depths), tree: (image) => swinTree(spec, image) };
};

const vit: Builder = (entry, classes) => ({
  layers: entry.number('layers'),
  tree: (image) => vitTree(entry, classes, image),
});

/** Builders by the group of names.yaml that a name stands in. */
export const BUILDERS: Readonly<Record<string, Builder>> = {
  resnet,
  vgg,
  densenet,
  efficientnet,
  convnext,
  swin,
  vit,
};
