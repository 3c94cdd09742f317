import type { Architecture } from '../architecture';
import { dense, parameter } from '../encoder/parts';
import type { Fields } from '../fields';
import { matmul } from '../graph/matmul';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { readClipVision } from '../vision/clip';
import { imageModel, readClass } from '../vision/image';
import { readTextTower, textTower } from '../vision/text-tower';
import { visionTransformer } from '../vision/vit';
import type { Family } from './family';

const pooled = (name: string, width: number, out: number): ModuleNode =>
  within(dense(name, width, out, { bias: false, fields: ['projection_dim'] }), positions(1));

const both = (fields: Fields): Architecture => {
  const textFields = fields.object('text_config');
  const visionFields = fields.object('vision_config');
  if (textFields === undefined || visionFields === undefined) {
    return fields.fail(
      ['text_config', 'vision_config'],
      'text_config or vision_config is missing; expected both, as transformers writes them',
    );
  }
  const text = readTextTower(textFields, 'clip');
  const vision = readClipVision(visionFields, 'vision_model');
  const projection = fields.optionalCount('projection_dim') ?? 512;
  return imageModel(
    (resolution) =>
      group('', [
        textTower('text_model', text),
        visionTransformer(vision, resolution),
        pooled('visual_projection', vision.width, projection),
        pooled('text_projection', text.width, projection),
        parameter('logit_scale', 1),
        within(leaf('logits_per_image', matmul({ out: 1, depth: projection })), positions(1)),
      ]),
    text.layers + vision.layers,
  );
};

/** One text encoder, on its own or with the projection: the conditioner of Stable Diffusion. */
const textOnly = (fields: Fields): Architecture => {
  const className = readClass(fields, 'CLIPTextModel');
  if (!/^CLIPTextModel(WithProjection)?$/.test(className)) {
    return fields.fail('architectures', `not known: the head of ${className}`);
  }
  const text = readTextTower(fields, 'clip');
  const root = group('', [
    textTower('text_model', text),
    ...(className.endsWith('WithProjection')
      ? [pooled('text_projection', text.width, fields.optionalCount('projection_dim') ?? 512)]
      : []),
  ]);
  return {
    root,
    layers: text.layers,
    unit: 'request',
    plan: ({ batch }) => [
      {
        name: 'text-encode',
        repeats: 1,
        root,
        shape: { sequences: batch, query: text.length, context: text.length },
      },
    ],
    units: ({ batch }) => batch,
  };
};

/** Concepts that Stable Diffusion's safety checker compares an image with, and those it looks at closely. */
const SAFETY = { concepts: 17, special: 3 };

/** The image tower, and the vectors of what an image should not show. */
const safetyChecker = (fields: Fields): Architecture => {
  const visionFields = fields.objectOrEmpty('vision_config');
  const vision = readClipVision(visionFields, 'vision_model');
  const projection = fields.optionalCount('projection_dim') ?? 512;
  const vectors = SAFETY.concepts + SAFETY.special;
  return imageModel(
    (resolution) =>
      group('', [
        visionTransformer(vision, resolution),
        pooled('visual_projection', vision.width, projection),
        parameter('concept_embeds', vectors * projection),
        parameter('concept_embeds_weights', vectors),
      ]),
    vision.layers,
  );
};

const visionOnly = (fields: Fields): Architecture => {
  const className = readClass(fields, 'CLIPVisionModel');
  if (!/^CLIPVisionModel(WithProjection)?$/.test(className)) {
    return fields.fail('architectures', `not known: the head of ${className}`);
  }
  const vision = readClipVision(fields, 'vision_model');
  return imageModel(
    (resolution) =>
      group('', [
        visionTransformer(vision, resolution),
        ...(className.endsWith('WithProjection')
          ? [pooled('visual_projection', vision.width, fields.optionalCount('projection_dim') ?? 512)]
          : []),
      ]),
    vision.layers,
  );
};

const whole = (fields: Fields): Architecture => {
  const className = readClass(fields, 'CLIPModel');
  if (className === 'StableDiffusionSafetyChecker') return safetyChecker(fields);
  return className === 'CLIPModel'
    ? both(fields)
    : fields.fail('architectures', `not known: the head of ${className}`);
};

/** CLIP (arXiv:2103.00020): an image and a text tower, together or alone. */
export const clip: Family = {
  id: 'clip',
  modelTypes: ['clip', 'clip_text_model', 'clip_vision_model'],
  read: (fields) => {
    const kind = fields.optionalText('model_type');
    return kind === 'clip_text_model'
      ? textOnly(fields)
      : kind === 'clip_vision_model'
        ? visionOnly(fields)
        : whole(fields);
  },
};
