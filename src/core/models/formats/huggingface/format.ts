import { FAMILIES } from '../../families';
import { optionalDefaults } from '../../families/class-defaults';
import type { FamilyOf } from '../../families/family';
import { Fields } from '../../fields';
import { nearest } from '../../../text/near';
import type { ConfigFormat } from '../format';
import { modelName } from './name';
import { withFormats } from './quantise';

/** The family that a config's `model_type` names. @throws Problem where it names none, or one not known. */
export const familyOf: FamilyOf = (fields) => {
  const modelType = fields.optionalText('model_type');
  if (modelType === undefined) {
    return fields.fail('model_type', 'model_type is missing; expected the name of an architecture');
  }
  const named = (name: string) => FAMILIES.find(({ modelTypes }) => modelTypes.includes(name));
  // A model that sees or hears may be published as its text part alone, under the same name.
  const textOnly =
    fields.has('text_config') || fields.has('vision_config') ? undefined : named(`${modelType}_text`);
  const family = textOnly ?? named(modelType);
  if (family === undefined) {
    const near = nearest(
      modelType,
      FAMILIES.flatMap(({ modelTypes }) => modelTypes),
    );
    const hint = near.length === 0 ? '' : `; near it are ${near.join(', ')}`;
    return fields.fail('model_type', `not known: model_type "${modelType}"${hint}`);
  }
  return family;
};

/** Hugging Face `config.json`, as transformers writes it. */
export const huggingface: ConfigFormat = {
  id: 'huggingface',
  sniff: ({ value }) =>
    (value.entries.has('model_type') || value.entries.has('architectures')) &&
    // llm-analysis writes a model_type into a format of its own.
    !value.entries.has('ffn_embed_dim'),
  read: ({ text, value, name }) => {
    const given = new Fields(text, value);
    const family = familyOf(given);
    const fields = given.withDefaults(optionalDefaults(given.optionalText('model_type') ?? ''));
    const { architecture, dtype } = withFormats(family.read(fields, familyOf), fields);
    const maxContext = fields.optionalCount(['max_position_embeddings', 'n_positions', 'n_ctx']);
    return {
      ...architecture,
      name: modelName(fields, name),
      format: 'huggingface',
      family: family.id,
      dtype,
      ...(maxContext === undefined ? {} : { maxContext }),
      fields: fields.used,
    };
  },
};
