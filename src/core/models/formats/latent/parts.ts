import type { LocatedEntry, LocatedValue } from '../../../text/located';
import type { Codec, Denoiser } from '../../diffusion/component';
import { autoencoderKl } from '../../diffusion/components/autoencoder-kl';
import { unet2dCondition } from '../../diffusion/components/unet-2d-condition';
import { Fields } from '../../fields';

type Scalar = string | number | boolean;

const NOWHERE = { start: 0, end: 0 };

const located = (value: Scalar | readonly Scalar[]): LocatedValue =>
  typeof value === 'object'
    ? { type: 'array', range: NOWHERE, items: value.map((item) => located(item)) }
    : { type: 'scalar', range: NOWHERE, value };

/** A config of diffusers with these values, whose problems are told at the place of `part`. */
const spelled = (
  text: string,
  part: Fields,
  values: Readonly<Record<string, Scalar | readonly Scalar[]>>,
): Fields => {
  const at = { start: part.value.range.start, end: part.value.range.start };
  const entries = new Map(
    Object.entries(values).map(([name, value]): [string, LocatedEntry] => [
      name,
      { key: at, value: { ...located(value), range: at } },
    ]),
  );
  return new Fields(text, { type: 'object', range: part.value.range, entries });
};

const one = (part: Fields, name: string): number | undefined => {
  const all = part.counts(name);
  const [first] = all ?? [];
  if (all?.some((value) => value !== first) === true)
    part.fail(name, `not known: ${name} with different values`);
  return first;
};

const REFUSED = [
  'use_scale_shift_norm',
  'resblock_updown',
  'use_new_attention_order',
  'disable_self_attentions',
];

/** OpenAI's U-Net with text (ldm and sgm, `openaimodel.UNetModel`) in diffusers' words. */
export const readUnet = (text: string, part: Fields, sample: number | undefined): Denoiser => {
  for (const name of REFUSED) if (part.flag(name, false)) part.fail(name, `not known: ${name}`);
  const context =
    one(part, 'context_dim') ??
    part.fail('context_dim', 'context_dim is missing; expected the width of the text');
  if (!part.flag('use_spatial_transformer', true))
    part.fail('use_spatial_transformer', 'not known: attention without a spatial transformer');
  const width = part.count('model_channels');
  const channels = (part.counts('channel_mult') ?? [1, 2, 4, 8]).map((multiple) => width * multiple);
  const scales = part.counts('attention_resolutions') ?? [];
  const crosses = channels.map((_, level) => scales.includes(2 ** level));
  const down = crosses.map((cross) => (cross ? 'CrossAttnDownBlock2D' : 'DownBlock2D'));
  const up = [...crosses].reverse().map((cross) => (cross ? 'CrossAttnUpBlock2D' : 'UpBlock2D'));
  const headWidth = part.optionalNumber('num_head_channels') ?? -1;
  const heads = headWidth > 0 ? channels.map((wide) => wide / headWidth) : [part.count('num_heads')];
  const classes = part.optionalCount('adm_in_channels');
  if (classes === undefined && part.has('num_classes'))
    part.fail('num_classes', 'not known: num_classes without adm_in_channels');
  const denoiser = unet2dCondition.read(
    spelled(text, part, {
      in_channels: part.count('in_channels'),
      out_channels: part.count('out_channels'),
      block_out_channels: channels,
      layers_per_block: part.count('num_res_blocks'),
      down_block_types: down,
      up_block_types: up,
      cross_attention_dim: context,
      attention_head_dim: heads,
      transformer_layers_per_block: part.counts('transformer_depth') ?? [1],
      use_linear_projection: part.flag('use_linear_in_transformer', false),
      ...(classes === undefined
        ? {}
        : { class_embed_type: 'projection', projection_class_embeddings_input_dim: classes }),
      ...(sample === undefined ? {} : { sample_size: sample }),
    }),
  );
  return denoiser.part === 'denoiser'
    ? denoiser
    : part.fail([], 'not known: a network that does not denoise');
};

/** The autoencoder of ldm and sgm (`AutoencoderKL` with a `ddconfig`) in diffusers' words. */
export const readCodec = (text: string, part: Fields): Codec => {
  const config =
    part.object('ddconfig') ??
    part.fail('ddconfig', 'ddconfig is missing; expected the layers of the autoencoder');
  const latent = config.count('z_channels');
  if (part.count('embed_dim') !== latent)
    part.fail('embed_dim', `not known: embed_dim that is not z_channels, which is ${latent}`);
  if ((config.lengthOf('attn_resolutions') ?? 0) > 0)
    config.fail('attn_resolutions', 'not known: attn_resolutions in an autoencoder');
  if (!config.flag('double_z', true)) config.fail('double_z', 'not known: double_z false');
  const width = config.count('ch');
  const channels = (config.counts('ch_mult') ?? [1, 2, 4, 8]).map((multiple) => width * multiple);
  const codec = autoencoderKl.read(
    spelled(text, part, {
      in_channels: config.count('in_channels'),
      out_channels: config.count('out_ch'),
      latent_channels: latent,
      block_out_channels: channels,
      down_block_types: channels.map(() => 'DownEncoderBlock2D'),
      up_block_types: channels.map(() => 'UpDecoderBlock2D'),
      layers_per_block: config.count('num_res_blocks'),
      sample_size: config.optionalCount('resolution') ?? 256,
    }),
  );
  return codec.part === 'codec' ? codec : part.fail([], 'not known: a first stage that is no autoencoder');
};
