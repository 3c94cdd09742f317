import { dense, layerNorm, parameter } from '../../encoder/parts';
import { Fields } from '../../fields';
import { matmul } from '../../graph/matmul';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { clipLayer } from '../../vision/clip-layer';
import { imageModel, patches, readResolution, type Resolution } from '../../vision/image';
import { type TextTower, textTower } from '../../vision/text-tower';
import { visionTransformer, type VisionTransformer } from '../../vision/vit';
import type { ConfigFormat } from '../format';
import { modelName } from '../huggingface/name';
import { timmTree } from '../timm/names';

/** Parts of a config that change the architecture and are not modelled. */
const refuse = (fields: Fields, names: readonly string[]): void => {
  for (const name of names) {
    if (fields.has(name) && fields.isWord(name, 'none') === false && fields.isFalse(name) === false) {
      fields.fail(name, `not known: ${name} in an OpenCLIP config`);
    }
  }
};

const HEAD_WIDTH = 64;

const readImage = (fields: Fields, embedding: number): ((image?: Resolution) => ModuleNode) => {
  refuse(fields, ['attentional_pool', 'ls_init_value', 'no_ln_pre', 'final_ln_after_pool', 'patch_dropout']);
  const name = fields.optionalText('timm_model_name');
  if (name !== undefined) {
    const projection = fields.optionalText('timm_proj') ?? 'linear';
    const pool = fields.optionalText('timm_pool');
    if (projection !== 'none' || pool !== 'map') {
      fields.fail('timm_model_name', `not known: timm_pool "${pool ?? ''}" with timm_proj "${projection}"`);
    }
    const own = readResolution(fields, 'image_size', 224);
    return (image = own) => timmTree(name, image);
  }
  const width = fields.count('width');
  const layers = fields.counts('layers') ?? [];
  const [count] = layers;
  if (count === undefined || layers.length !== 1) {
    return fields.fail(
      'layers',
      'not known: layers per stage; expected one number, as vision transformers have',
    );
  }
  const heads = width / (fields.optionalCount('head_width') ?? HEAD_WIDTH);
  const patch = fields.count('patch_size');
  const image = readResolution(fields, 'image_size', 224);
  const spec: VisionTransformer = {
    name: 'visual',
    width,
    image,
    embeddingsName: '',
    patch: { size: patch, channels: 3, bias: false, name: 'conv1' },
    tokens: [{ name: 'class_embedding', count: 1 }],
    positionTable: { name: 'positional_embedding', rows: patches(image, patch) + 1 },
    before: [layerNorm('ln_pre', width)],
    layersName: 'transformer.resblocks',
    layers: count,
    layer: clipLayer({
      width,
      heads,
      headDim: width / heads,
      inner: Math.floor(width * (fields.optionalNumber('mlp_ratio') ?? 4)),
    }),
    after: [],
    pooled: [layerNorm('ln_post', width), dense('proj', width, embedding, { bias: false })],
  };
  return (given) => visionTransformer(spec, given);
};

const readText = (fields: Fields): TextTower => {
  refuse(fields, ['hf_model_name', 'embed_cls', 'ls_init_value']);
  const width = fields.optionalCount('width') ?? 512;
  const heads = fields.optionalCount('heads') ?? 8;
  return {
    width,
    heads,
    headDim: width / heads,
    vocabulary: fields.optionalCount('vocab_size') ?? 49408,
    layers: fields.optionalCount('layers') ?? 12,
    length: fields.optionalCount('context_length') ?? 77,
    inner: Math.floor(width * (fields.optionalNumber('mlp_ratio') ?? 4)),
    causal: !fields.flag('no_causal_mask', false),
  };
};

/** OpenCLIP model configs (mlfoundations/open_clip): CLIP and SigLIP, their towers as its own or as timm's. */
export const openClip: ConfigFormat = {
  id: 'open-clip',
  sniff: ({ value }) => value.entries.has('vision_cfg') && value.entries.has('text_cfg'),
  read: ({ text, value, name }) => {
    const fields = new Fields(text, value);
    refuse(fields, ['multimodal_cfg']);
    const embedding = fields.count('embed_dim');
    const imageFields = fields.objectOrEmpty('vision_cfg');
    const textFields = fields.objectOrEmpty('text_cfg');
    const image = readImage(imageFields, embedding);
    const tower = readText(textFields);
    const bias = textFields.flag('proj_bias', false);
    const layers = imageFields.counts('layers')?.[0] ?? 0;
    const architecture = imageModel(
      (resolution) =>
        group('', [
          image(resolution),
          textTower('text', tower),
          within(dense('text.text_projection', tower.width, embedding, { bias }), positions(1)),
          parameter('logit_scale', 1),
          ...(fields.has('init_logit_bias') ? [parameter('logit_bias', 1)] : []),
          within(leaf('logits', matmul({ out: 1, depth: embedding })), positions(1)),
        ]),
      layers + tower.layers,
    );
    return {
      ...architecture,
      name: modelName(fields, name),
      format: 'open-clip',
      family: 'clip',
      dtype: { value: 'fp32', declared: false },
      fields: fields.used,
    };
  },
};
