import { decoder } from '../decoder/architecture';
import { readLayers } from '../decoder/read';
import type { Fields } from '../fields';
import { readResolution } from '../vision/image';
import { visionLanguage } from '../vision-language/architecture';
import { type VqTokenizer, vqTokenizer } from '../vision-language/vq-tokenizer';
import { classDefaults } from './class-defaults';
import type { Family } from './family';
import { llamaSpec } from './llama';

const readVq = (given: Fields): VqTokenizer => {
  const fields = given.withDefaults(classDefaults('chameleon_vqgan'));
  if (fields.flag('double_latent', false)) fields.fail('double_latent', 'not known: double_latent true');
  const kind = fields.optionalText('attn_type') ?? 'vanilla';
  const first = fields.count('base_channels');
  const channels = (fields.counts('channel_multiplier') ?? [1, 1, 2, 2, 4]).map((times) => times * first);
  const image = readResolution(fields, 'resolution', 512);
  const attended = fields.counts('attn_resolutions') ?? [];
  return {
    in: fields.count('in_channels'),
    first,
    channels,
    resnets: readLayers(fields, 'num_res_blocks'),
    attends: channels.map(
      (_, i) => kind === 'vanilla' && attended.includes(Math.floor(image.height / 2 ** i)),
    ),
    middleAttends: kind === 'vanilla',
    latent: fields.count('latent_channels'),
    codes: fields.count('num_embeddings'),
    codeWidth: fields.count('embed_dim'),
    image,
  };
};

/**
 * Chameleon (arXiv:2405.09818): one decoder over words and images, which a VQ-GAN turns into words of the same
 * vocabulary. Each head of queries and keys has a norm of its own.
 */
export const chameleon: Family = {
  id: 'chameleon',
  modelTypes: ['chameleon'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', false);
    const spec = llamaSpec(fields, {
      qkvBias: bias,
      outBias: bias,
      mlpBias: fields.flag('mlp_bias', false),
      attention: { qkNorm: 'each-head', qkNormWeights: 'scale-shift' },
    });
    const vq = readVq(fields.objectOrEmpty('vq_config'));
    return visionLanguage(decoder(spec), {
      layers: vq.channels.length,
      build: (resolution) => vqTokenizer('model.vqmodel', vq, resolution),
    });
  },
};
