import type { Fields } from '../fields';
import { readClipVision } from '../vision/clip';
import type { Resolution } from '../vision/image';
import { readSiglipVision } from '../vision/siglip';
import { readPixtralVision } from '../vision/pixtral';
import { towerTokens, type VisionTransformer } from '../vision/vit';

/** The vision tower's config. @throws Problem where it is missing, for classes whose defaults fit no published model. */
export const readVisionConfig = (fields: Fields): Fields =>
  fields.object('vision_config') ??
  fields.fail('vision_config', 'vision_config is missing; expected the config of the vision tower');

export interface ReadTower {
  readonly spec: (resolution?: Resolution) => VisionTransformer;
  readonly width: number;
  readonly layers: number;
  /** Vectors that come out for an image. */
  readonly tokens: (resolution?: Resolution) => number;
}

/** The vision tower that a nested `vision_config` names. @throws Problem where its `model_type` is not known. */
export const readVisionTower = (config: Fields, name: string, otherwise: string): ReadTower => {
  const modelType = config.optionalText('model_type') ?? otherwise;
  const fields = config.withDefaults({ model_type: modelType });
  const fixed = (spec: VisionTransformer) => () => spec;
  const spec = ((): ReadTower['spec'] => {
    switch (modelType) {
      case 'clip_vision_model':
        return fixed(readClipVision(fields, name));
      case 'siglip_vision_model':
      case 'siglip2_vision_model':
      case 'idefics2':
      case 'idefics2_vision':
      case 'idefics3':
      case 'idefics3_vision':
      case 'smolvlm':
      case 'smolvlm_vision':
        return readSiglipVision(fields, name, !/^(idefics[23]|smolvlm)/.test(modelType));
      case 'pixtral':
        return fixed(readPixtralVision(fields, name));
      default:
        return fields.fail('model_type', `not known: vision tower "${modelType}"`);
    }
  })();
  return {
    spec,
    width: spec().width,
    layers: spec().layers,
    tokens: (resolution) => towerTokens(spec(resolution), resolution),
  };
};
