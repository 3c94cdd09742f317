import type { Fields } from '../../fields';
import { autoencoder } from '../autoencoder';
import { type ComponentClass, readSample, refuse, refuseTexts, readBlocks } from './component';

/** Which steps change the number of frames; the last block has no step. */
const timeSteps = (fields: Fields, name: string, direction: 'Down' | 'Up', levels: number) => {
  const types =
    fields.list<string>(name, 'string') ??
    Array.from({ length: levels }, (_, i) => `Spatial${i === 0 ? '' : 'Temporal'}${direction}Block3D`);
  return types.slice(0, -1).map((type) => {
    if (type === `Spatial${direction}Block3D`) return false;
    if (type === `SpatialTemporal${direction}Block3D`) return true;
    return refuse(fields, name, `"${type}"`);
  });
};

/** EasyAnimate's video autoencoder (arXiv:2405.18991): causal convolutions over time, no attention. */
export const autoencoderMagvit: ComponentClass = {
  id: 'autoencoder-magvit',
  classNames: ['AutoencoderKLMagvit'],
  read: (fields) => {
    refuseTexts(fields, { norm_type: [] });
    if (fields.flag('mid_block_use_attention', false)) refuse(fields, 'mid_block_use_attention', 'true');
    if ((fields.optionalCount('layers_per_block') ?? 2) !== 2)
      refuse(fields, 'layers_per_block', 'other than 2');
    const channels = fields.counts('block_out_channels') ?? [128, 256, 512, 512];
    const steps = timeSteps(fields, 'up_block_types', 'Up', channels.length);
    timeSteps(fields, 'down_block_types', 'Down', channels.length);
    const space = 2 ** (channels.length - 1);
    const sample = readSample(fields, 256);
    return autoencoder(
      {
        channels,
        in: fields.optionalCount('in_channels') ?? 3,
        out: fields.optionalCount('out_channels') ?? 3,
        latent: fields.optionalCount('latent_channels') ?? 16,
        resnets: readBlocks(fields, 'layers_per_block', 2),
        midAttention: false,
        quantConv: true,
        postQuantConv: true,
        kernel: [3, 3, 3],
        timeSteps: steps,
        framesAfterConvolution: true,
      },
      { height: sample.height / space, width: sample.width / space, frames: 1 },
      { space, time: 2 ** steps.filter((doubles) => doubles).length },
    );
  },
};
