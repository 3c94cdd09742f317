import { attentionBlock } from '../../encoder/attention';
import { feedForward } from '../../encoder/feed-forward';
import { dense, layerNorm, residual } from '../../encoder/parts';
import type { Fields } from '../../fields';
import { group, type ModuleNode } from '../../graph/node';
import { positions, split, within } from '../../graph/within';
import type { Latent } from '../component';
import { conv } from '../resnet';
import { DIFFUSERS_ATTENTION } from '../transformer';
import { temporal, timeEmbedding, unetTree } from '../unet';
import type { ComponentClass } from './component';
import { readUnet3d } from './unet-3d-condition';

/** Channels of the image's latent, and the side that its context is pooled to and what is left of it. */
const IMAGE_CHANNELS = 4;
const POOLED = 32;
const CONTEXT = 8;
/** Tokens of the text that CLIP pads to. */
const TEXT = 77;

interface ImageParts {
  readonly channels: number;
  readonly text: number;
  readonly first: number;
  readonly time: number;
}

const square = (name: string, input: number, out: number, stride = 1): ModuleNode =>
  conv(name, input, out, [3, 3], stride);

/** The image as latents beside the noise, as a map of context, and as a few vectors like words. */
const imageParts = ({ channels, text, first, time }: ImageParts, latent: Latent): ModuleNode => {
  const area = latent.height * latent.width;
  const wide = 4 * channels;
  return group('', [
    within(
      group('image_latents_proj_in', [
        square('0', IMAGE_CHANNELS, wide),
        square('2', wide, wide),
        square('4', wide, channels),
      ]),
      split(latent.frames, area),
    ),
    within(
      group('image_latents_temporal_encoder', [
        layerNorm('norm1', channels),
        attentionBlock({
          name: 'attn1',
          names: DIFFUSERS_ATTENTION,
          width: channels,
          heads: 2,
          headDim: channels,
          bias: false,
        }),
        feedForward({ name: 'ff', width: channels, inner: wide, up: 'net.0.proj', down: 'net.2' }),
        residual(channels),
      ]),
      temporal(latent),
    ),
    group('image_latents_context_embedding', [
      within(square('0', IMAGE_CHANNELS, 8 * channels), positions(area)),
      within(square('3', 8 * channels, 16 * channels, 2), positions((POOLED / 2) ** 2)),
      within(square('5', 16 * channels, text, 2), positions(CONTEXT ** 2)),
    ]),
    within(
      group('context_embedding', [dense('0', text, time), dense('2', time, text * channels)]),
      positions(1),
    ),
    timeEmbedding('fps_embedding', first, time),
  ]);
};

/** I2VGen-XL (arXiv:2311.04145): the text-to-video U-Net, with an image beside the noise and beside the text. */
export const unetI2vgenXl: ComponentClass = {
  id: 'unet-i2vgen-xl',
  classNames: ['I2VGenXLUNet'],
  read: (fields: Fields) => {
    const { spec, sample, layers } = readUnet3d(fields);
    const channels = fields.optionalCount('in_channels') ?? 4;
    const text = fields.optionalCount('cross_attention_dim') ?? 1024;
    return {
      part: 'denoiser',
      build: (latent) => {
        const own = spec(latent);
        const first = own.down[0]?.channels ?? channels;
        const parts = imageParts({ channels, text, first, time: own.timeWidth }, latent);
        return unetTree({ ...own, in: 2 * channels, extra: [...own.extra, parts] }, latent);
      },
      layers,
      latent: { ...sample, frames: 16 },
      textTokens: TEXT + CONTEXT ** 2 + channels,
      textPerFrame: true,
      compression: { space: 8, time: 1 },
    };
  },
};
