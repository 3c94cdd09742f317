import { Problem } from '../../../problem';
import { pipelineModel } from '../../diffusion/pipeline';
import { Fields } from '../../fields';
import { scheduleOf } from '../diffusers/schedules';
import type { ConfigFormat } from '../format';
import { modelName } from '../huggingface/name';
import { readEncoder } from './encoders';
import { readCodec, readUnet } from './parts';

const lastPart = (target: string): string => target.split('.').at(-1) ?? '';

/** A part of the pipeline: the class it names, and its parameters. */
const partOf = (params: Fields, names: readonly string[], known: readonly string[]): Fields => {
  const part =
    params.object(names) ??
    params.fail(names, `${names.join(' or ')} is missing; expected a part with a target`);
  const target = part.optionalText('target') ?? '';
  if (!known.includes(lastPart(target)))
    part.fail(
      'target',
      `not known: ${target}; known ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`,
    );
  return part.objectOrEmpty('params');
};

const encodersOf = (params: Fields): readonly Fields[] => {
  const several = params.object('conditioner_config')?.object('params')?.objects('emb_models');
  if (several !== undefined) return several;
  const own = params.object('cond_stage_config');
  return own === undefined ? [] : [own];
};

/** Latent diffusion's YAML (CompVis ldm, Stability's sgm): a U-Net, an autoencoder and text encoders by their classes. */
export const latentDiffusion: ConfigFormat = {
  id: 'latent-diffusion',
  sniff: ({ value }) => {
    const model = value.entries.get('model')?.value;
    const params = model?.type === 'object' ? model.entries.get('params')?.value : undefined;
    if (params?.type !== 'object') return false;
    const has = (name: string): boolean => params.entries.has(name);
    return (has('unet_config') || has('network_config')) && has('first_stage_config');
  },
  read: ({ text, value, name }) => {
    const fields = new Fields(text, value);
    const params = fields.object('model')?.object('params');
    if (params === undefined) throw new Problem('model.params is missing; expected the parts of a pipeline');
    const unet = partOf(params, ['unet_config', 'network_config'], ['UNetModel']);
    const codec = partOf(params, ['first_stage_config'], ['AutoencoderKL']);
    const schedule = scheduleOf('StableDiffusionPipeline');
    if (schedule === undefined) throw new Error('pipelines.yaml: StableDiffusionPipeline is missing');
    const encoders = encodersOf(params).flatMap((encoder, i) => {
      const architecture = readEncoder(encoder);
      return architecture === undefined
        ? []
        : [{ name: i === 0 ? 'text_encoder' : `text_encoder_${i + 1}`, architecture }];
    });
    return {
      ...pipelineModel({
        encoders,
        denoiser: { name: 'unet', part: readUnet(text, unet, params.optionalCount('image_size')) },
        codec: { name: 'vae', part: readCodec(text, codec) },
        schedule,
      }),
      name: modelName(new Fields(text, value), name),
      format: 'latent-diffusion',
      family: 'latent-diffusion',
      dtype: { value: 'fp32', declared: false },
      fields: fields.used,
    };
  },
};
