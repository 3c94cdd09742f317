import { timeEmbedding, unetTree } from '../unet';
import { type ComponentClass, perLevel, readSample } from './component';
import { readLevels } from './unet-2d-condition';

const DOWN = [
  'CrossAttnDownBlockSpatioTemporal',
  'CrossAttnDownBlockSpatioTemporal',
  'CrossAttnDownBlockSpatioTemporal',
  'DownBlockSpatioTemporal',
];
const UP = [
  'UpBlockSpatioTemporal',
  'CrossAttnUpBlockSpatioTemporal',
  'CrossAttnUpBlockSpatioTemporal',
  'CrossAttnUpBlockSpatioTemporal',
];
const HEADS = [5, 10, 20, 20];

/** Stable Video Diffusion (arXiv:2311.15127): an image becomes a video; each block mixes space and time. */
export const unetSpatioTemporal: ComponentClass = {
  id: 'unet-spatio-temporal',
  classNames: ['UNetSpatioTemporalConditionModel'],
  read: (fields) => {
    const channels = fields.counts('block_out_channels') ?? [320, 640, 1280, 1280];
    const heads = fields.has('num_attention_heads')
      ? perLevel(fields, 'num_attention_heads', channels.length, 8)
      : HEADS;
    const levels = readLevels(fields, { down: DOWN, up: UP, text: 1024 }, (i, width) => {
      const one = heads[i] ?? 1;
      if (width % one !== 0)
        fields.fail('num_attention_heads', `${one} heads; expected a divisor of ${width} channels`);
      return one;
    });
    const [first = 320] = channels;
    const added = fields.optionalCount('projection_class_embeddings_input_dim') ?? 768;
    const spec = {
      in: fields.optionalCount('in_channels') ?? 8,
      out: fields.optionalCount('out_channels') ?? 4,
      kernels: { in: 3, out: 3 },
      timeWidth: 4 * first,
      scaleShift: false,
      down: levels.down,
      middle: levels.deepest,
      up: levels.up,
      projection: 'linear' as const,
      time: { kind: 'mixed' as const },
      // Frames per second, how much moves, and how noisy the image is.
      extra: [timeEmbedding('add_embedding', added, 4 * first)],
    };
    const sample = fields.has('sample_size') ? readSample(fields, 96) : { height: 72, width: 128 };
    return {
      part: 'denoiser',
      build: (latent) => unetTree(spec, latent),
      layers: levels.down.length + levels.up.length + 1,
      latent: { ...sample, frames: fields.optionalCount('num_frames') ?? 25 },
      // The image as one vector.
      textTokens: 1,
      textPerFrame: true,
      compression: { space: 8, time: 1 },
    };
  },
};
