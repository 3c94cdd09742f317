import { layerNorm } from '../encoder/parts';
import { convolution } from '../graph/convolution';
import { elementwise } from '../graph/elementwise';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import type { Resolution } from '../vision/image';

/** A feature map's rows and columns. */
export type Grid = Resolution;

/** After a padded convolution or pooling with a step: sizes are divided and rounded up. */
export const stepped = ({ height, width }: Grid, stride: number): Grid => ({
  height: Math.ceil(height / stride),
  width: Math.ceil(width / stride),
});

/** Every position of a feature map. */
export const on = (grid: Grid, node: ModuleNode): ModuleNode =>
  within(node, positions(grid.height * grid.width));

/** One vector per image. */
export const onImage = (node: ModuleNode): ModuleNode => within(node, positions(1));

export interface ConvolutionOptions {
  readonly stride?: number;
  readonly groups?: number;
  readonly bias?: boolean;
}

/** A square convolution; no bias unless said, as a norm follows. */
export const conv2d = (
  name: string,
  input: number,
  out: number,
  kernel: number,
  options: ConvolutionOptions = {},
): ModuleNode =>
  leaf(
    name,
    convolution({
      in: input,
      out,
      kernel: [kernel, kernel],
      stride: [options.stride ?? 1, options.stride ?? 1],
      groups: options.groups ?? 1,
      bias: options.bias ?? false,
    }),
  );

/** Convolution, BatchNorm, activation. */
export const convNorm = (
  name: string,
  input: number,
  out: number,
  kernel: number,
  options: ConvolutionOptions = {},
): ModuleNode =>
  group(name, [
    conv2d('conv', input, out, kernel, options),
    layerNorm('bn', out),
    leaf('act', elementwise({ reads: out, writes: out })),
  ]);

/** Rounded to a multiple of `divisor`, but never down by more than a tenth where `limit` is 0.9 (MobileNet's rule). */
export const makeDivisible = (value: number, divisor = 8, limit = 0.9): number => {
  const rounded = Math.max(divisor, Math.floor((value + divisor / 2) / divisor) * divisor);
  return rounded < limit * value ? rounded + divisor : rounded;
};

/** Squeeze-and-excitation (arXiv:1709.01507): the mean of each channel, two matrices, a factor per channel. */
export const squeezeExcite = (name: string, channels: number, reduced: number): ModuleNode =>
  group(name, [
    leaf('squeeze', elementwise({ reads: channels, writes: channels })),
    onImage(conv2d('conv_reduce', channels, reduced, 1, { bias: true })),
    onImage(conv2d('conv_expand', reduced, channels, 1, { bias: true })),
  ]);
