import { layerNorm } from '../../encoder/parts';
import { group, type ModuleNode } from '../../graph/node';
import { split, within } from '../../graph/within';
import { mapAttention } from '../attention';
import { type Autoencoder, autoencoderEncoder, mixedConvolution } from '../autoencoder';
import { type Latent, together } from '../component';
import { conv, spatioTemporalResnet } from '../resnet';
import { type ComponentClass, readSample, refuse } from './component';

/** Residual blocks of a level; the attention at the bottom stands between the first two. */
const RESNETS = 2;

/** Every pixel of every frame, some steps out from the latent. */
const level = ({ frames, height, width }: Latent, steps: number) =>
  split(frames, height * width * 4 ** steps);

const resnets = (count: number, input: number, out: number): readonly ModuleNode[] =>
  Array.from({ length: count }, (_, i) =>
    spatioTemporalResnet(`resnets.${i}`, { in: i === 0 ? input : out, out }),
  );

const decoder = (spec: Autoencoder, latent: Latent): ModuleNode => {
  const channels = spec.channels.toReversed();
  const last = channels.length - 1;
  const [deepest = 1] = channels;
  const finest = channels[last] ?? deepest;
  const [first, ...others] = resnets(RESNETS, deepest, deepest);
  return group('decoder', [
    within(
      group('', [
        conv('conv_in', spec.latent, deepest, [3, 3]),
        group('mid_block', [
          ...(first === undefined ? [] : [first]),
          mapAttention('attentions.0', deepest, 1),
          ...others,
        ]),
      ]),
      level(latent, 0),
    ),
    ...channels.map((width, i) =>
      group(`up_blocks.${i}`, [
        within(group('', resnets(RESNETS + 1, channels[i - 1] ?? deepest, width)), level(latent, i)),
        ...(i === last
          ? []
          : [within(conv('upsamplers.0.conv', width, width, [3, 3]), level(latent, i + 1))]),
      ]),
    ),
    within(
      group('', [
        layerNorm('conv_norm_out', finest),
        conv('conv_out', finest, spec.out, [3, 3]),
        conv('time_conv_out', spec.out, spec.out, [3, 1, 1]),
      ]),
      level(latent, last),
    ),
  ]);
};

/** Stable Video Diffusion's autoencoder (arXiv:2311.15127): images in, and a decoder that sees all frames. */
export const autoencoderKlTemporalDecoder: ComponentClass = {
  id: 'autoencoder-kl-temporal-decoder',
  classNames: ['AutoencoderKLTemporalDecoder'],
  read: (fields) => {
    if ((fields.optionalCount('layers_per_block') ?? 1) !== RESNETS)
      refuse(fields, 'layers_per_block', `other than ${RESNETS}`);
    const channels = fields.counts('block_out_channels') ?? [64];
    const spec: Autoencoder = {
      channels,
      in: fields.optionalCount('in_channels') ?? 3,
      out: fields.optionalCount('out_channels') ?? 3,
      latent: fields.optionalCount('latent_channels') ?? 4,
      resnets: RESNETS,
      midAttention: true,
      quantConv: true,
      postQuantConv: false,
      kernel: [3, 3],
      timeSteps: channels.slice(1).map(() => false),
    };
    const space = 2 ** (channels.length - 1);
    const sample = readSample(fields, 32);
    const latent = {
      height: Math.max(1, Math.floor(sample.height / space)),
      width: Math.max(1, Math.floor(sample.width / space)),
      frames: 1,
    };
    return {
      part: 'codec',
      root: together([
        autoencoderEncoder(spec, latent),
        mixedConvolution(spec, 'quant_conv', 2 * spec.latent, latent),
        decoder(spec, latent),
      ]),
      decoder: (at) => together([decoder(spec, at)]),
      layers: 2 * channels.length,
      latent,
      compression: { space, time: 1 },
      ofVideo: true,
    };
  },
};
