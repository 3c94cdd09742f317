import { autoencoder } from '../autoencoder';
import { type ComponentClass, readSample, refuse, readBlocks } from './component';

/** The variational autoencoder of latent diffusion (arXiv:2112.10752). */
export const autoencoderKl: ComponentClass = {
  id: 'autoencoder-kl',
  classNames: ['AutoencoderKL'],
  read: (fields) => {
    const channels = fields.counts('block_out_channels') ?? [64];
    for (const [name, type] of [
      ['down_block_types', 'DownEncoderBlock2D'],
      ['up_block_types', 'UpDecoderBlock2D'],
    ] as const) {
      const other = fields.list<string>(name, 'string')?.find((given) => given !== type);
      if (other !== undefined) refuse(fields, name, `"${other}"`);
      const blocks = fields.lengthOf(name) ?? 1;
      if (blocks !== channels.length)
        fields.fail(
          name,
          `${name} has ${blocks} entries; expected ${channels.length}, as block_out_channels has`,
        );
    }
    const space = 2 ** (channels.length - 1);
    const sample = readSample(fields, 32);
    return autoencoder(
      {
        channels,
        in: fields.optionalCount('in_channels') ?? 3,
        out: fields.optionalCount('out_channels') ?? 3,
        latent: fields.optionalCount('latent_channels') ?? 4,
        resnets: readBlocks(fields, 'layers_per_block', 1),
        midAttention: fields.flag('mid_block_add_attention', true),
        quantConv: fields.flag('use_quant_conv', true),
        postQuantConv: fields.flag('use_post_quant_conv', true),
        kernel: [3, 3],
        timeSteps: [],
      },
      { height: sample.height / space, width: sample.width / space, frames: 1 },
      { space, time: 1 },
    );
  },
};
