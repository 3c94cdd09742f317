import { dense, layerNorm, residual } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import { conv2d, convNorm, type Grid, makeDivisible, on, onImage, squeezeExcite, stepped } from './grid';

/** Blocks of one kind in a row. */
export interface BlockRow {
  /** Depthwise separable, inverted residual, fused inverted residual, or a plain convolution. */
  readonly kind: 'ds' | 'ir' | 'er' | 'cn';
  readonly repeats: number;
  readonly kernel: number;
  readonly stride: number;
  readonly expansion: number;
  readonly channels: number;
  /** Squeeze-and-excitation's share of the channels; 0 for none. */
  readonly squeeze: number;
}

export interface EfficientNet {
  readonly rows: readonly BlockRow[];
  readonly stem: number;
  readonly features: number;
  /** Squeeze-and-excitation narrows the block's input (EfficientNet) or its expanded middle, in eights (MobileNetV3). */
  readonly squeezeFrom: 'input' | 'expanded';
  /** The last 1 × 1 convolution is before the pooling, with a norm, or after it, with a bias. */
  readonly head: 'convolution' | 'pooled';
  readonly classes: number;
}

interface Place {
  readonly in: number;
  readonly stride: number;
  readonly from: Grid;
}

const squeezed = (net: EfficientNet, row: BlockRow, middle: number, grid: Grid): readonly ModuleNode[] => {
  if (row.squeeze === 0) return [];
  const reduced =
    net.squeezeFrom === 'expanded'
      ? makeDivisible(middle * row.squeeze)
      : Math.round((middle * row.squeeze) / row.expansion);
  return [on(grid, squeezeExcite('se', middle, reduced))];
};

const narrowed = (name: string, middle: number, out: number): ModuleNode =>
  group(name, [conv2d('conv', middle, out, 1), layerNorm('bn', out), residual(out, 1)]);

const blockNode = (net: EfficientNet, name: string, row: BlockRow, place: Place): ModuleNode => {
  const { in: input, stride, from } = place;
  const { kernel, channels } = row;
  const to = stepped(from, stride);
  const middle = row.kind === 'ds' ? input : makeDivisible(input * row.expansion);
  switch (row.kind) {
    case 'cn':
      return on(to, convNorm(name, input, channels, kernel, { stride }));
    case 'ds':
      return group(name, [
        on(to, convNorm('conv_dw', input, input, kernel, { stride, groups: input })),
        ...squeezed(net, row, input, to),
        on(to, narrowed('conv_pw', input, channels)),
      ]);
    case 'ir':
      return group(name, [
        on(from, convNorm('conv_pw', input, middle, 1)),
        on(to, convNorm('conv_dw', middle, middle, kernel, { stride, groups: middle })),
        ...squeezed(net, row, middle, to),
        on(to, narrowed('conv_pwl', middle, channels)),
      ]);
    case 'er':
      return group(name, [
        on(to, convNorm('conv_exp', input, middle, kernel, { stride })),
        ...squeezed(net, row, middle, to),
        on(to, narrowed('conv_pwl', middle, channels)),
      ]);
  }
};

/** MobileNet V2 and V3, EfficientNet V1 and V2 (arXiv:1801.04381, arXiv:1905.02244, arXiv:1905.11946, arXiv:2104.00298). */
export const efficientnetTree = (net: EfficientNet, image: Grid): ModuleNode => {
  let grid = stepped(image, 2);
  const stem = on(grid, convNorm('conv_stem', 3, net.stem, 3, { stride: 2 }));
  let input = net.stem;
  const rows = net.rows.map((row, i) =>
    group(
      `blocks.${i}`,
      Array.from({ length: row.repeats }, (_, j) => {
        const stride = j === 0 ? row.stride : 1;
        const node = blockNode(net, String(j), row, { in: input, stride, from: grid });
        input = row.channels;
        grid = stepped(grid, stride);
        return node;
      }),
    ),
  );
  const { features, classes } = net;
  return group('', [
    stem,
    ...rows,
    net.head === 'convolution'
      ? on(grid, convNorm('conv_head', input, features, 1))
      : onImage(conv2d('conv_head', input, features, 1, { bias: true })),
    onImage(dense('classifier', features, classes, { fields: ['num_classes'] })),
  ]);
};
