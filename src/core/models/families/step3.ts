import { decoder } from '../decoder/architecture';
import { layersByKind, readLayerTypes } from '../decoder/read';
import type { DecoderSpec } from '../decoder/spec';
import { encoderLayer } from '../encoder/layer';
import { dense, layerNorm, parameter, patchEmbedding } from '../encoder/parts';
import type { Fields } from '../fields';
import { convolution } from '../graph/convolution';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { readTower } from '../vision/config';
import { patches, readClass, readResolution, type Resolution } from '../vision/image';
import { visionLanguage, type VisionTower } from '../vision-language/architecture';
import { textFields } from '../vision-language/text';
import type { Family } from './family';
import { llamaAttention, llamaSpec } from './llama';
import { readExperts } from './mixtral';

const VISION = { width: 1536, layers: 47, heads: 16, inner: 8960, patch: 14, image: 728 };
/** The first layers are dense, unless `mlp_layer_types` says otherwise. */
const DENSE_LAYERS = 3;
/** Each of the two convolutions after the tower halves both sides and doubles the channels. */
const DOWNSAMPLES = 2;

/** Heads of the windowed layers, which may have more of them; both old spellings count. */
const slidingHeads = (fields: Fields, otherwise: number): number =>
  fields.optionalCount('num_sliding_attention_heads') ??
  fields.object('attention_other_setting')?.optionalCount('num_attention_heads') ??
  otherwise;

const textSpec = (fields: Fields): DecoderSpec => {
  const bias = fields.flag('attention_bias', false);
  const mlpBias = fields.flag('mlp_bias', false);
  const spec = llamaSpec(fields, { qkvBias: bias, outBias: bias, mlpBias });
  const [all] = spec.layers;
  if (all === undefined) return spec;
  const sees = readLayerTypes(fields, all.count);
  const types = fields.list<string>('mlp_layer_types', 'string');
  const kinds = Array.from({ length: all.count }, (_, i) => {
    const sparse = (types?.[i] ?? (i < DENSE_LAYERS ? 'dense' : 'sparse')) === 'sparse';
    return `${sees?.[i] === 'sliding_attention' ? 'sliding-' : ''}${sparse ? 'moe' : 'dense'}` as const;
  });
  const mixer = {
    ...llamaAttention(fields, { qkvBias: bias, outBias: bias }),
    qkNorm: 'head' as const,
    headGate: 'g_proj',
  };
  const window = fields.optionalCount('sliding_window');
  const sliding = {
    ...mixer,
    heads: slidingHeads(fields, mixer.heads),
    ...(window === undefined ? {} : { window }),
  };
  return {
    ...spec,
    layers: layersByKind(kinds, (kind) => ({
      ...all,
      mixer: kind.startsWith('sliding-') ? sliding : mixer,
      ...(kind.endsWith('moe')
        ? {
            ffn: {
              kind: 'experts',
              ...readExperts(fields),
              width: fields.count('moe_intermediate_size'),
              gated: true,
              bias: false,
              sharedBias: mlpBias,
              routerBias: false,
              sharedWidth: fields.count('share_expert_dim'),
            },
          }
        : {}),
    })),
  };
};

/** The tower's sizes, some of which the published config spells in its own way; the inner width goes by a ratio. */
const towerFields = (given: Fields): Fields => {
  const width = given.optionalCount(['width', 'hidden_size']) ?? VISION.width;
  const ratio = given.optionalNumber('mlp_ratio') ?? VISION.inner / VISION.width;
  return given.withDefaults(
    {},
    {
      hidden_size: width,
      num_hidden_layers: given.optionalCount(['layers', 'num_hidden_layers']) ?? VISION.layers,
      num_attention_heads: given.optionalCount(['heads', 'num_attention_heads']) ?? VISION.heads,
      intermediate_size: Math.trunc(width * ratio),
    },
  );
};

const tower = (fields: Fields, textWidth: number, projectorBias: boolean): VisionTower => {
  const spec = readTower(fields, VISION);
  const { width, patch } = spec;
  const own = readResolution(fields, 'image_size', VISION.image);
  const build = (image: Resolution = own): ModuleNode => {
    const all = positions(patches(image, patch));
    const step = (i: number): ModuleNode =>
      within(
        leaf(
          `downsampler${i + 1}`,
          convolution({ in: width * 2 ** i, out: width * 2 ** (i + 1), kernel: [3, 3], stride: [2, 2] }),
        ),
        positions(Math.ceil(patches(image, patch) / 4 ** (i + 1))),
      );
    return group('', [
      group('vision_model', [
        within(
          group('', [
            patchEmbedding('embeddings.patch_embedding', spec.channels, width, [patch, patch], false),
            parameter('embeddings.position_embedding', patches(own, patch) * width, { width }),
            layerNorm('pre_layernorm', width),
            group(
              'layers',
              encoderLayer({
                width,
                norms: ['layernorm_before', 'layernorm_after'],
                layerScales: ['lambda_1', 'lambda_2'],
                attention: {
                  name: 'self_attn',
                  names: { query: 'q_proj', key: 'k_proj', value: 'v_proj', out: 'out_proj' },
                  heads: spec.heads,
                  headDim: spec.headDim,
                  rotary: true,
                },
                ffn: { name: 'mlp', inner: spec.inner },
              }),
              spec.layers,
            ),
          ]),
          all,
        ),
        ...Array.from({ length: DOWNSAMPLES }, (_, i) => step(i)),
      ]),
      within(
        dense('multi_modal_projector', width * 2 ** DOWNSAMPLES, textWidth, { bias: projectorBias }),
        positions(Math.ceil(patches(image, patch) / 4 ** DOWNSAMPLES)),
      ),
    ]);
  };
  return { build, layers: spec.layers };
};

/**
 * Step 3.7: transformers reads `text_config` and `vision_config` alone and gives what is absent its class's values,
 * so that a flat config stands for the defaults. Classes of the hub's own code are counted as `Step3p7Model`, the trunk
 * without a head.
 */
export const step3: Family = {
  id: 'step3',
  modelTypes: ['step3p7'],
  read: (fields) => {
    const text = textFields(fields, 'step3p5');
    const vision = tower(
      towerFields(fields.objectOrEmpty('vision_config')),
      text.count('hidden_size'),
      fields.flag('projector_bias', false),
    );
    const spec = textSpec(text);
    const headed = readClass(fields, 'Step3p7Model') === 'Step3p7ForConditionalGeneration';
    return visionLanguage(decoder(headed ? spec : { ...spec, head: { kind: 'none' } }), vision);
  },
};
