import { dense, layerNorm, parameter } from '../encoder/parts';
import { convolution } from '../graph/convolution';
import { elementwise } from '../graph/elementwise';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';

/** A convolution with the same step on all axes. */
export const conv = (
  name: string,
  input: number,
  out: number,
  kernel: readonly number[],
  stride = 1,
): ModuleNode =>
  leaf(name, convolution({ in: input, out, kernel, stride: kernel.map(() => stride) }), [
    'block_out_channels',
  ]);

export interface ResnetBlock {
  readonly in: number;
  readonly out: number;
  /** Width of the time embedding, of which a shift per channel is made; none in autoencoders. */
  readonly time?: number;
  /** The time embedding gives a scale beside the shift. */
  readonly scaleShift?: boolean;
  readonly kernel?: readonly number[];
}

/** Two normalised convolutions and a shortcut (arXiv:1603.05027), as diffusers' ResnetBlock2D has them. */
export const resnetBlock = (name: string, block: ResnetBlock): ModuleNode => {
  const kernel = block.kernel ?? [3, 3];
  const { in: input, out, time } = block;
  return group(name, [
    layerNorm('norm1', input),
    conv('conv1', input, out, kernel),
    ...(time === undefined
      ? []
      : [within(dense('time_emb_proj', time, block.scaleShift === true ? 2 * out : out), positions(1))]),
    layerNorm('norm2', out),
    conv('conv2', out, out, kernel),
    ...(input === out
      ? []
      : [
          conv(
            'conv_shortcut',
            input,
            out,
            kernel.map(() => 1),
          ),
        ]),
    leaf('activation', elementwise({ reads: input + 2 * out, writes: input + 2 * out })),
  ]);
};

/** Four convolutions over time alone: every pixel sees its own past and future (Make-A-Video, arXiv:2209.14792). */
export const temporalConvolutions = (name: string, channels: number): ModuleNode =>
  group(
    name,
    [1, 2, 3, 4].map((i) =>
      group(`conv${i}`, [layerNorm('0', channels), conv(i === 1 ? '2' : '3', channels, channels, [3, 1, 1])]),
    ),
  );

/** A residual block over each frame, one over time behind it, and the learned share of the second (arXiv:2311.15127). */
export const spatioTemporalResnet = (name: string, block: ResnetBlock): ModuleNode =>
  group(name, [
    resnetBlock('spatial_res_block', block),
    resnetBlock('temporal_res_block', { ...block, in: block.out, kernel: [3, 1, 1] }),
    parameter('time_mixer', 1, { width: 2 * block.out }),
  ]);
