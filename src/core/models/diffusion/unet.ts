import { dense, layerNorm } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import type { Pass, StreamShape } from '../graph/primitive';
import { positions, split, within } from '../graph/within';
import { mapAttention } from './attention';
import type { Latent } from './component';
import { conv, resnetBlock, spatioTemporalResnet, temporalConvolutions } from './resnet';
import { spatioTemporalTransformer } from './spatio-temporal';
import { spatialTransformer } from './transformer';

/** One resolution of a U-Net. */
export interface UNetLevel {
  readonly channels: number;
  readonly resnets: number;
  /** After each residual block: nothing, a text-conditioned transformer, or attention over the map. */
  readonly attention:
    | { readonly kind: 'none' }
    | {
        readonly kind: 'transformer';
        readonly heads: number;
        readonly layers: number;
        readonly text: number;
      }
    | { readonly kind: 'map'; readonly heads: number };
}

export interface UNet {
  readonly in: number;
  readonly out: number;
  readonly kernels: { readonly in: number; readonly out: number };
  /** Width of the time embedding. */
  readonly timeWidth: number;
  readonly scaleShift: boolean;
  /** From the finest level to the coarsest. */
  readonly down: readonly UNetLevel[];
  readonly middle: UNetLevel['attention'] | undefined;
  /** From the coarsest level to the finest. */
  readonly up: readonly UNetLevel[];
  readonly projection: 'convolution' | 'linear';
  /** What sees several frames; none in a model of images. */
  readonly time: UNetTime;
  /** Beside conv_in and the time embedding: class and size conditioning, first temporal block. */
  readonly extra: readonly ModuleNode[];
}

export type UNetTime =
  | { readonly kind: 'none' }
  /** Convolutions and attention over frames behind the spatial ones (arXiv:2209.14792, arXiv:2308.06571). */
  | { readonly kind: 'behind' }
  /** The same within each block, mixed by a learned share (Stable Video Diffusion, arXiv:2311.15127). */
  | { readonly kind: 'mixed' }
  /** Attention over frames alone, behind every residual block (AnimateDiff, arXiv:2307.04725). */
  | {
      readonly kind: 'motion';
      readonly heads: number;
      readonly layers: number;
      readonly middle: boolean;
    };

type Shape = (pass: Pass) => StreamShape;

/** Rows and columns after `times` halvings, each rounded up as padded convolutions do. */
const halved = (latent: Latent, times: number): Latent =>
  times === 0
    ? latent
    : halved(
        { ...latent, height: Math.ceil(latent.height / 2), width: Math.ceil(latent.width / 2) },
        times - 1,
      );

/** Every pixel of every frame; frames are images of their own to all spatial modules. */
const spatial = (unet: UNet, { frames, height, width }: Latent): Shape =>
  unet.time.kind !== 'none' ? split(frames, height * width) : positions(height * width);

/** Every pixel is a sequence of frames. */
export const temporal = ({ frames, height, width }: Latent): Shape => split(height * width, frames);

const attentions = (
  unet: UNet,
  level: Pick<UNetLevel, 'channels' | 'attention'>,
  index: number,
  latent: Latent,
): readonly ModuleNode[] => {
  const { channels, attention } = level;
  const shape = spatial(unet, latent);
  if (attention.kind === 'none') return [];
  if (attention.kind === 'map') {
    return [within(mapAttention(`attentions.${index}`, channels, attention.heads), shape)];
  }
  const { heads, layers, text } = attention;
  const size = { channels, heads, headDim: channels / heads, projection: unet.projection };
  if (unet.time.kind === 'mixed')
    return [spatioTemporalTransformer(`attentions.${index}`, { ...size, layers, text }, latent)];
  return [
    within(spatialTransformer(`attentions.${index}`, { ...size, layers, text }), shape),
    ...(unet.time.kind === 'behind'
      ? [
          within(
            spatialTransformer(`temp_attentions.${index}`, { ...size, layers: 1, projection: 'linear' }),
            temporal(latent),
          ),
        ]
      : []),
  ];
};

/** AnimateDiff's module behind a residual block. */
const motion = (unet: UNet, channels: number, index: number, latent: Latent): readonly ModuleNode[] => {
  if (unet.time.kind !== 'motion') return [];
  const { heads, layers } = unet.time;
  return [
    within(
      spatialTransformer(`motion_modules.${index}`, {
        channels,
        heads,
        headDim: channels / heads,
        layers,
        projection: 'linear',
      }),
      temporal(latent),
    ),
  ];
};

const residualBlock = (
  unet: UNet,
  index: number,
  size: { in: number; out: number },
  latent: Latent,
): readonly ModuleNode[] => {
  const shape = spatial(unet, latent);
  const time = unet.timeWidth;
  const block = within(
    resnetBlock(`resnets.${index}`, { ...size, time, scaleShift: unet.scaleShift }),
    shape,
  );
  switch (unet.time.kind) {
    case 'none':
    case 'motion':
      return [block];
    case 'behind':
      return [block, within(temporalConvolutions(`temp_convs.${index}`, size.out), shape)];
    case 'mixed':
      return [within(spatioTemporalResnet(`resnets.${index}`, { ...size, time }), shape)];
  }
};

const downBlock = (unet: UNet, index: number, latent: Latent): ModuleNode => {
  const level = unet.down[index];
  if (level === undefined) return group('', []);
  const { channels, resnets } = level;
  const before = unet.down[index - 1]?.channels ?? unet.down[0]?.channels ?? channels;
  return group(`down_blocks.${index}`, [
    ...Array.from({ length: resnets }, (_, i) => [
      ...residualBlock(unet, i, { in: i === 0 ? before : channels, out: channels }, halved(latent, index)),
      ...attentions(unet, level, i, halved(latent, index)),
      ...motion(unet, channels, i, halved(latent, index)),
    ]).flat(),
    ...(index === unet.down.length - 1
      ? []
      : [
          within(
            conv('downsamplers.0.conv', channels, channels, [3, 3], 2),
            spatial(unet, halved(latent, index + 1)),
          ),
        ]),
  ]);
};

const upBlock = (unet: UNet, index: number, latent: Latent): ModuleNode => {
  const level = unet.up[index];
  if (level === undefined) return group('', []);
  const { channels, resnets } = level;
  const last = unet.up.length - 1;
  const here = halved(latent, last - index);
  const before = unet.up[Math.max(index - 1, 0)]?.channels ?? channels;
  const skip = unet.up[Math.min(index + 1, last)]?.channels ?? channels;
  return group(`up_blocks.${index}`, [
    ...Array.from({ length: resnets }, (_, i) => {
      const input = (i === 0 ? before : channels) + (i === resnets - 1 ? skip : channels);
      return [
        ...residualBlock(unet, i, { in: input, out: channels }, here),
        ...attentions(unet, level, i, here),
        ...motion(unet, channels, i, here),
      ];
    }).flat(),
    ...(index === last
      ? []
      : [
          within(
            conv('upsamplers.0.conv', channels, channels, [3, 3]),
            spatial(unet, halved(latent, last - index - 1)),
          ),
        ]),
  ]);
};

/** A U-Net (arXiv:1505.04597) with time, text and frames, as diffusers' UNet2D, UNet2DCondition and UNet3D have it. */
export const unetTree = (unet: UNet, latent: Latent): ModuleNode => {
  const first = unet.down[0]?.channels ?? unet.in;
  const deepest = unet.down.at(-1)?.channels ?? first;
  const bottom = halved(latent, unet.down.length - 1);
  const square = (kernel: number): readonly number[] => [kernel, kernel];
  const middle = (index: number) => residualBlock(unet, index, { in: deepest, out: deepest }, bottom);
  return group('', [
    within(conv('conv_in', unet.in, first, square(unet.kernels.in)), spatial(unet, latent)),
    timeEmbedding('time_embedding', first, unet.timeWidth),
    ...unet.extra,
    ...unet.down.map((_, i) => downBlock(unet, i, latent)),
    ...(unet.middle === undefined
      ? []
      : [
          group('mid_block', [
            ...middle(0),
            ...attentions(unet, { channels: deepest, attention: unet.middle }, 0, bottom),
            ...(unet.time.kind === 'motion' && unet.time.middle ? motion(unet, deepest, 0, bottom) : []),
            ...middle(1),
          ]),
        ]),
    ...unet.up.map((_, i) => upBlock(unet, i, latent)),
    within(
      group('', [
        layerNorm('conv_norm_out', first),
        conv('conv_out', first, unet.out, square(unet.kernels.out)),
      ]),
      spatial(unet, latent),
    ),
  ]);
};

/** Two matrices on one vector per sequence: the step's number, a class, a size. */
export const timeEmbedding = (name: string, input: number, out: number): ModuleNode =>
  within(group(name, [dense('linear_1', input, out), dense('linear_2', out, out)]), positions(1));
