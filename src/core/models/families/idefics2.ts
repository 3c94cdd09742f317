import { readLayers } from '../decoder/read';
import { crossAttention } from '../encoder/cross';
import { feedForward } from '../encoder/feed-forward';
import { parameter, residual, rmsNorm } from '../encoder/parts';
import type { Fields } from '../fields';
import { group, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { visionTransformer } from '../vision/vit';
import { visionLanguage } from '../vision-language/architecture';
import { readText, textFields } from '../vision-language/text';
import { readVisionTower } from '../vision-language/tower';
import type { Family } from './family';

interface Perceiver {
  readonly latents: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

const readPerceiver = (fields: Fields): Perceiver => {
  const heads = fields.optionalCount('resampler_n_heads') ?? 16;
  const kvHeads = fields.optionalCount('num_key_value_heads') ?? 4;
  if (heads % kvHeads !== 0) {
    fields.fail(
      'num_key_value_heads',
      `num_key_value_heads is ${kvHeads}; expected a divisor of resampler_n_heads, which is ${heads}`,
    );
  }
  return {
    heads,
    kvHeads,
    headDim: fields.optionalCount('resampler_head_dim') ?? 96,
    latents: fields.optionalCount('resampler_n_latents') ?? 64,
    layers: fields.has('resampler_depth') ? readLayers(fields, 'resampler_depth') : 3,
  };
};

const gated = (name: string, width: number, inner: number, out: number): ModuleNode =>
  feedForward({ name, width, inner, out, bias: false, gate: 'gate_proj', up: 'up_proj', down: 'down_proj' });

/** Learned latents that look at the image and at themselves (arXiv:2103.03206). */
const perceiver = (spec: Perceiver, width: number, tokens: number): ModuleNode => {
  const own = positions(spec.latents);
  const fields = ['resampler_n_heads', 'resampler_head_dim', 'num_key_value_heads'];
  return group('model.connector.perceiver_resampler', [
    parameter('latents', spec.latents * width, { fields: ['resampler_n_latents'] }),
    group(
      'layers',
      [
        within(rmsNorm('input_context_norm', width), positions(tokens)),
        within(rmsNorm('input_latents_norm', width), own),
        crossAttention({
          name: 'self_attn',
          width,
          inner: spec.heads * spec.headDim,
          heads: spec.heads,
          kvHeads: spec.kvHeads,
          queries: spec.latents,
          keys: tokens + spec.latents,
          bias: false,
          outBias: false,
          fields,
        }),
        within(
          group('', [
            rmsNorm('post_attention_layernorm', width),
            gated('mlp', width, 4 * width, width),
            residual(width),
          ]),
          own,
        ),
      ],
      spec.layers,
    ),
    within(rmsNorm('norm', width), own),
  ]);
};

/** Idefics2 (arXiv:2405.02246): SigLIP at any size, a perceiver that leaves 64 vectors per image, and Mistral. */
export const idefics2: Family = {
  id: 'idefics2',
  modelTypes: ['idefics2'],
  read: (fields, familyOf) => {
    const vision = fields
      .objectOrEmpty('vision_config')
      .withDefaults({ hidden_size: 768, patch_size: 32, num_attention_heads: 12 });
    const tower = readVisionTower(vision, 'model.vision_model', 'idefics2_vision');
    const text = textFields(fields, 'mistral');
    const width = text.count('hidden_size');
    const inner = text.count('intermediate_size');
    const latents = readPerceiver(fields.objectOrEmpty('perceiver_config'));
    return visionLanguage(readText(fields, familyOf, 'mistral'), {
      layers: tower.layers + latents.layers,
      build: (resolution) =>
        group('', [
          visionTransformer(tower.spec(resolution), resolution),
          within(
            gated('model.connector.modality_projection', tower.width, inner, width),
            positions(tower.tokens(resolution)),
          ),
          perceiver(latents, width, tower.tokens(resolution)),
        ]),
    });
  },
};
