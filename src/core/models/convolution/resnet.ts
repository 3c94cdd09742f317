import { dense, layerNorm } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import { conv2d, convNorm, type Grid, makeDivisible, on, onImage, squeezeExcite, stepped } from './grid';

export interface ResNet {
  readonly layers: readonly number[];
  readonly block: 'basic' | 'bottleneck';
  /** Groups of the middle convolution, and channels per group at 64 planes (arXiv:1611.05431). */
  readonly cardinality: number;
  readonly baseWidth: number;
  /** Three 3 × 3 convolutions for the first 7 × 7, of these widths (arXiv:1812.01187, "C"). */
  readonly stem?: readonly [number, number, number];
  /** Shortcuts average before they project ("D"); the weights are the same. */
  readonly averageDown: boolean;
  readonly squeeze: boolean;
  readonly classes: number;
}

interface Block {
  readonly in: number;
  readonly planes: number;
  readonly stride: number;
  readonly from: Grid;
}

const expansion = ({ block }: ResNet): number => (block === 'basic' ? 1 : 4);

const blockNode = (net: ResNet, name: string, { in: input, planes, stride, from }: Block): ModuleNode => {
  const out = planes * expansion(net);
  const to = stepped(from, stride);
  const width = Math.floor(planes * (net.baseWidth / 64)) * net.cardinality;
  const main =
    net.block === 'basic'
      ? [on(to, convNorm('conv1', input, planes, 3, { stride })), on(to, convNorm('conv2', planes, out, 3))]
      : [
          on(from, convNorm('conv1', input, width, 1)),
          on(to, convNorm('conv2', width, width, 3, { stride, groups: net.cardinality })),
          on(to, convNorm('conv3', width, out, 1)),
        ];
  return group(name, [
    ...main,
    ...(net.squeeze ? [on(to, squeezeExcite('se', out, makeDivisible(out / 16, 8, 0)))] : []),
    ...(input === out && stride === 1
      ? []
      : [
          on(
            to,
            group('downsample', [
              conv2d('conv', input, out, 1, net.averageDown ? {} : { stride }),
              layerNorm('bn', out),
            ]),
          ),
        ]),
  ]);
};

/** ResNet and its kin (arXiv:1512.03385, arXiv:1611.05431, arXiv:1605.07146), as timm builds them. */
export const resnetTree = (net: ResNet, image: Grid): ModuleNode => {
  const half = stepped(image, 2);
  const quarter = stepped(half, 2);
  const [a, b, c] = net.stem ?? [64, 64, 64];
  const stem =
    net.stem === undefined
      ? [on(half, convNorm('conv1', 3, 64, 7, { stride: 2 }))]
      : [
          on(half, convNorm('conv1.0', 3, a, 3, { stride: 2 })),
          on(half, convNorm('conv1.1', a, b, 3)),
          on(half, convNorm('conv1.2', b, c, 3)),
        ];
  let input = c;
  let grid = quarter;
  const stages = net.layers.map((count, stage) => {
    const planes = 64 * 2 ** stage;
    const blocks = Array.from({ length: count }, (_, i) => {
      const stride = i === 0 && stage > 0 ? 2 : 1;
      const node = blockNode(net, String(i), { in: input, planes, stride, from: grid });
      input = planes * expansion(net);
      grid = stepped(grid, stride);
      return node;
    });
    return group(`layer${stage + 1}`, blocks);
  });
  return group('', [
    ...stem,
    ...stages,
    ...(net.classes === 0 ? [] : [onImage(dense('fc', input, net.classes, { fields: ['num_classes'] }))]),
  ]);
};
