import type { Fields } from '../../fields';
import { within } from '../../graph/within';
import type { Latent } from '../component';
import { spatialTransformer } from '../transformer';
import { temporal, type UNet, unetTree } from '../unet';
import { type ComponentClass, perLevel, readSample, refuse } from './component';
import { readLevels } from './unet-2d-condition';

const DOWN = ['CrossAttnDownBlock3D', 'CrossAttnDownBlock3D', 'CrossAttnDownBlock3D', 'DownBlock3D'];
const UP = ['UpBlock3D', 'CrossAttnUpBlock3D', 'CrossAttnUpBlock3D', 'CrossAttnUpBlock3D'];

/** What the text-to-video U-Nets of diffusers have in common. */
export const readUnet3d = (
  fields: Fields,
): {
  readonly spec: (latent: Latent) => UNet;
  readonly sample: { readonly height: number; readonly width: number };
  readonly layers: number;
} => {
  const channels = fields.counts('block_out_channels') ?? [320, 640, 1280, 1280];
  // Here attention_head_dim is what it says.
  const headDims = perLevel(fields, 'attention_head_dim', channels.length, 64);
  const [first = 320] = channels;
  const [headDim = 64] = headDims;
  const levels = readLevels(fields, { down: DOWN, up: UP, text: 1024 }, (i, width) => {
    const one = headDims[i] ?? headDim;
    if (width % one !== 0)
      fields.fail('attention_head_dim', `attention_head_dim is ${one}; expected a divisor of ${width}`);
    return width / one;
  });
  const spec = (latent: Latent): UNet => ({
    in: fields.optionalCount('in_channels') ?? 4,
    out: fields.optionalCount('out_channels') ?? 4,
    kernels: { in: 3, out: 3 },
    timeWidth: 4 * first,
    scaleShift: false,
    down: levels.down,
    middle: levels.deepest,
    up: levels.up,
    projection: 'linear',
    time: { kind: 'behind' },
    extra: [
      within(
        spatialTransformer('transformer_in', {
          channels: first,
          heads: 8,
          headDim,
          layers: 1,
          projection: 'linear',
        }),
        temporal(latent),
      ),
    ],
  });
  return { spec, sample: readSample(fields, 32), layers: levels.down.length + levels.up.length + 1 };
};

/** A U-Net whose blocks also convolve and attend over time (arXiv:2209.14792, arXiv:2308.06571). */
export const unet3dCondition: ComponentClass = {
  id: 'unet-3d-condition',
  classNames: ['UNet3DConditionModel'],
  read: (fields) => {
    if (fields.has('time_cond_proj_dim')) refuse(fields, 'time_cond_proj_dim', 'set');
    const { spec, sample, layers } = readUnet3d(fields);
    return {
      part: 'denoiser',
      build: (latent) => unetTree(spec(latent), latent),
      layers,
      latent: { ...sample, frames: 16 },
      textTokens: 77,
      textPerFrame: true,
      compression: { space: 8, time: 1 },
    };
  },
};
