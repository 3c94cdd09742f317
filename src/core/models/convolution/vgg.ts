import { layerNorm } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import { conv2d, type Grid, on, onImage } from './grid';

export interface Vgg {
  /** Convolutions per stage. */
  readonly layers: readonly number[];
  readonly norm: boolean;
  readonly classes: number;
}

const WIDTHS = [64, 128, 256, 512, 512];
const HIDDEN = 4096;
/** The first fully connected layer, a convolution over what is left of an image of 224 pixels. */
const LEFT = 7;

/** VGG (arXiv:1409.1556), its fully connected layers as convolutions, as timm has them. */
export const vggTree = (net: Vgg, image: Grid): ModuleNode => {
  let input = 3;
  let grid = image;
  const stages = net.layers.map((count, stage) => {
    const width = WIDTHS[stage] ?? HIDDEN;
    const here = grid;
    const nodes = Array.from({ length: count }, (_, i) => {
      const node = conv2d(`${i}`, i === 0 ? input : width, width, 3, { bias: true });
      return [on(here, node), ...(net.norm ? [on(here, layerNorm(`${i}.bn`, width))] : [])];
    }).flat();
    input = width;
    grid = { height: Math.floor(grid.height / 2), width: Math.floor(grid.width / 2) };
    return group(`features.${stage}`, nodes);
  });
  return group('', [
    ...stages,
    onImage(conv2d('pre_logits.fc1', input, HIDDEN, LEFT, { bias: true })),
    onImage(conv2d('pre_logits.fc2', HIDDEN, HIDDEN, 1, { bias: true })),
    onImage(conv2d('head.fc', HIDDEN, net.classes, 1, { bias: true })),
  ]);
};
