import { dense, layerNorm } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import { conv2d, convNorm, type Grid, on, onImage, stepped } from './grid';

export interface DenseNet {
  readonly growth: number;
  readonly stem: number;
  readonly layers: readonly number[];
  readonly classes: number;
}

/** Channels of the narrow convolution, in growth rates. */
const BOTTLENECK = 4;

/** DenseNet (arXiv:1608.06993): every layer sees all before it. */
export const densenetTree = (net: DenseNet, image: Grid): ModuleNode => {
  let channels = net.stem;
  let grid = stepped(stepped(image, 2), 2);
  const narrow = BOTTLENECK * net.growth;
  const blocks = net.layers.flatMap((count, stage) => {
    const here = grid;
    const layers = Array.from({ length: count }, (_, i) => {
      const node = group(`denselayer${i + 1}`, [
        layerNorm('norm1', channels),
        conv2d('conv1', channels, narrow, 1),
        layerNorm('norm2', narrow),
        conv2d('conv2', narrow, net.growth, 3),
      ]);
      channels += net.growth;
      return on(here, node);
    });
    const block = group(`features.denseblock${stage + 1}`, layers);
    if (stage === net.layers.length - 1) return [block];
    const transition = on(
      here,
      group(`features.transition${stage + 1}`, [
        layerNorm('norm', channels),
        conv2d('conv', channels, channels / 2, 1),
      ]),
    );
    channels /= 2;
    grid = { height: Math.floor(here.height / 2), width: Math.floor(here.width / 2) };
    return [block, transition];
  });
  return group('', [
    on(stepped(image, 2), convNorm('features.conv0', 3, net.stem, 7, { stride: 2 })),
    ...blocks,
    on(grid, layerNorm('features.norm5', channels)),
    onImage(dense('classifier', channels, net.classes, { fields: ['num_classes'] })),
  ]);
};
