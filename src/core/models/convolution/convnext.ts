import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter, residual } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import { conv2d, type Grid, on, onImage } from './grid';

export interface ConvNeXt {
  readonly depths: readonly number[];
  readonly widths: readonly number[];
  /** Version 2 normalises responses in the feed-forward in place of a layer scale (arXiv:2301.00808). */
  readonly second: boolean;
  readonly classes: number;
}

const down = ({ height, width }: Grid, by: number): Grid => ({
  height: Math.floor(height / by),
  width: Math.floor(width / by),
});

const block = (width: number, second: boolean): readonly ModuleNode[] => [
  conv2d('conv_dw', width, width, 7, { groups: width, bias: true }),
  layerNorm('norm', width),
  feedForward({ name: 'mlp', width, inner: 4 * width }),
  second ? parameter('mlp.grn', 8 * width, { width: 4 * width }) : parameter('gamma', width, { width }),
  residual(width, 1),
];

/** ConvNeXt (arXiv:2201.03545): depthwise 7 × 7 convolutions and feed-forwards, in four stages. */
export const convnextTree = (net: ConvNeXt, image: Grid): ModuleNode => {
  const [first = 96] = net.widths;
  const last = net.widths.at(-1) ?? first;
  const grids = net.widths.map((_, i) => down(image, 4 * 2 ** i));
  const gridAt = (stage: number): Grid => grids[stage] ?? image;
  return group('', [
    on(
      gridAt(0),
      group('stem', [conv2d('0', 3, first, 4, { stride: 4, bias: true }), layerNorm('1', first)]),
    ),
    ...net.widths.map((width, i) => {
      const before = net.widths[i - 1];
      return group(`stages.${i}`, [
        ...(before === undefined
          ? []
          : [
              on(gridAt(i - 1), layerNorm('downsample.0', before)),
              on(gridAt(i), conv2d('downsample.1', before, width, 2, { stride: 2, bias: true })),
            ]),
        on(gridAt(i), group('blocks', block(width, net.second), net.depths[i] ?? 1)),
      ]);
    }),
    onImage(layerNorm('head.norm', last)),
    ...(net.classes === 0 ? [] : [onImage(dense('head.fc', last, net.classes, { fields: ['num_classes'] }))]),
  ]);
};
