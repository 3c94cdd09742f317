import { autoencoder } from '../autoencoder';
import { type ComponentClass, refuse, readBlocks } from './component';

/** HunyuanVideo's autoencoder (arXiv:2412.03603): causal convolutions, attention at the bottom over all frames. */
export const autoencoderHunyuanVideo: ComponentClass = {
  id: 'autoencoder-hunyuan-video',
  classNames: ['AutoencoderKLHunyuanVideo'],
  read: (fields) => {
    const channels = fields.counts('block_out_channels') ?? [128, 256, 512, 512];
    const space = fields.optionalCount('spatial_compression_ratio') ?? 8;
    const time = fields.optionalCount('temporal_compression_ratio') ?? 4;
    if (space !== 2 ** (channels.length - 1)) refuse(fields, 'spatial_compression_ratio', 'of this size');
    const doublings = Math.log2(time);
    return autoencoder(
      {
        channels,
        in: fields.optionalCount('in_channels') ?? 3,
        out: fields.optionalCount('out_channels') ?? 3,
        latent: fields.optionalCount('latent_channels') ?? 16,
        resnets: readBlocks(fields, 'layers_per_block', 2),
        midAttention: fields.flag('mid_block_add_attention', true),
        quantConv: true,
        postQuantConv: true,
        kernel: [3, 3, 3],
        timeSteps: channels.slice(1).map((_, i) => i >= channels.length - 1 - doublings),
      },
      { height: 90, width: 160, frames: 33 },
      { space, time },
    );
  },
};
