import { layerNorm } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { mapAttention } from './attention';
import { type Codec, type Latent, together } from './component';
import { conv, resnetBlock } from './resnet';

export interface Autoencoder {
  readonly in: number;
  readonly out: number;
  readonly latent: number;
  readonly channels: readonly number[];
  readonly resnets: number;
  readonly midAttention: boolean;
  readonly quantConv: boolean;
  readonly postQuantConv: boolean;
  /** Convolutions over height and width, or over time too. */
  readonly kernel: readonly [3, 3] | readonly [3, 3, 3];
  /** Whether the step from each level to the next finer one doubles the frames, from the latent outwards. */
  readonly timeSteps: readonly boolean[];
  /** The convolution of such a step sees the frames as they were before. */
  readonly framesAfterConvolution?: boolean;
}

type Shape = ReturnType<typeof positions>;

const resnets = (
  { kernel }: Autoencoder,
  count: number,
  input: number,
  out: number,
  shape: Shape,
): readonly ModuleNode[] =>
  Array.from({ length: count }, (_, i) =>
    within(resnetBlock(`resnets.${i}`, { in: i === 0 ? input : out, out, kernel }), shape),
  );

const middle = (spec: Autoencoder, width: number, shape: Shape): ModuleNode =>
  within(
    group('mid_block', [
      resnetBlock('resnets.0', { in: width, out: width, kernel: spec.kernel }),
      ...(spec.midAttention ? [mapAttention('attentions.0', width, 1)] : []),
      resnetBlock('resnets.1', { in: width, out: width, kernel: spec.kernel }),
    ]),
    shape,
  );

/** Frames after some steps outwards; a causal step doubles all frames but the first. */
const framesAt = (spec: Autoencoder, frames: number, steps: number): number =>
  spec.timeSteps.slice(0, steps).reduce((now, doubles) => (doubles && now > 1 ? 2 * now - 1 : now), frames);

/** Positions at a level of the pyramid, whose coarsest level is the latent. */
const level = (spec: Autoencoder, latent: Latent, steps: number): Shape =>
  positions(latent.height * latent.width * 4 ** steps * framesAt(spec, latent.frames, steps));

/** Where the convolution of a step outwards works. */
const stepShape = (spec: Autoencoder, latent: Latent, step: number): Shape =>
  positions(
    latent.height *
      latent.width *
      4 ** (step + 1) *
      framesAt(spec, latent.frames, spec.framesAfterConvolution === true ? step : step + 1),
  );

/** The way from pixels to a latent. */
export const autoencoderEncoder = (spec: Autoencoder, latent: Latent): ModuleNode => {
  const { channels } = spec;
  const last = channels.length - 1;
  const [first = 1] = channels;
  const deepest = channels[last] ?? first;
  return group('encoder', [
    within(conv('conv_in', spec.in, first, spec.kernel), level(spec, latent, last)),
    ...channels.map((width, i) =>
      group(`down_blocks.${i}`, [
        ...resnets(
          spec,
          spec.resnets,
          channels[Math.max(i - 1, 0)] ?? width,
          width,
          level(spec, latent, last - i),
        ),
        ...(i === last
          ? []
          : [
              within(
                conv('downsamplers.0.conv', width, width, spec.kernel, 2),
                level(spec, latent, last - i - 1),
              ),
            ]),
      ]),
    ),
    middle(spec, deepest, level(spec, latent, 0)),
    within(layerNorm('conv_norm_out', deepest), level(spec, latent, 0)),
    within(conv('conv_out', deepest, 2 * spec.latent, spec.kernel), level(spec, latent, 0)),
  ]);
};

const decoder = (spec: Autoencoder, latent: Latent): ModuleNode => {
  const channels = spec.channels.toReversed();
  const last = channels.length - 1;
  const [deepest = 1] = channels;
  const finest = channels[last] ?? deepest;
  return group('decoder', [
    within(conv('conv_in', spec.latent, deepest, spec.kernel), level(spec, latent, 0)),
    middle(spec, deepest, level(spec, latent, 0)),
    ...channels.map((width, i) =>
      group(`up_blocks.${i}`, [
        ...resnets(
          spec,
          spec.resnets + 1,
          channels[Math.max(i - 1, 0)] ?? width,
          width,
          level(spec, latent, i),
        ),
        ...(i === last
          ? []
          : [within(conv('upsamplers.0.conv', width, width, spec.kernel), stepShape(spec, latent, i))]),
      ]),
    ),
    within(layerNorm('conv_norm_out', finest), level(spec, latent, last)),
    within(conv('conv_out', finest, spec.out, spec.kernel), level(spec, latent, last)),
  ]);
};

/** Channels of a latent mixed position by position. */
export const mixedConvolution = (
  spec: Autoencoder,
  name: string,
  width: number,
  latent: Latent,
): ModuleNode =>
  within(
    conv(
      name,
      width,
      width,
      spec.kernel.map(() => 1),
    ),
    level(spec, latent, 0),
  );

/** The pyramid of latent diffusion's autoencoder (arXiv:2112.10752), in two dimensions or three. */
export const autoencoder = (spec: Autoencoder, latent: Latent, compression: Codec['compression']): Codec => {
  const decode = (at: Latent): readonly ModuleNode[] => [
    ...(spec.postQuantConv ? [mixedConvolution(spec, 'post_quant_conv', spec.latent, at)] : []),
    decoder(spec, at),
  ];
  return {
    part: 'codec',
    root: together([
      autoencoderEncoder(spec, latent),
      ...(spec.quantConv ? [mixedConvolution(spec, 'quant_conv', 2 * spec.latent, latent)] : []),
      ...decode(latent),
    ]),
    decoder: (at) => together(decode(at)),
    layers: 2 * spec.channels.length,
    latent,
    compression,
  };
};
