import type { Architecture } from '../architecture';
import type { FamilyOf } from '../families/family';
import type { Fields } from '../fields';
import data from './text-defaults.yaml';

type Defaults = Readonly<Record<string, number>>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The defaults of a text config class; none where it is not listed. */
const defaultsOf = (modelType: string): Defaults => {
  const models = isRecord(data) && isRecord(data['models']) ? data['models'] : {};
  const found = models[modelType];
  if (!isRecord(found)) return {};
  const numbers = Object.entries(found).map(([name, value]): [string, number] => {
    if (typeof value !== 'number')
      throw new Error(`text-defaults.yaml: ${modelType}.${name} is not a number`);
    return [name, value];
  });
  return Object.fromEntries(numbers);
};

/**
 * The fields of the text part: those of `text_config`, with its class's defaults. Whether the head is tied, the whole
 * model's config decides where it says so.
 * @param otherwise The text's `model_type` where the config does not say.
 */
export const textFields = (fields: Fields, otherwise?: string): Fields => {
  const inner = fields.objectOrEmpty('text_config');
  const modelType = inner.optionalText('model_type') ?? otherwise;
  if (modelType === undefined) {
    return fields.fail(
      'text_config',
      'text_config.model_type is missing; expected the name of an architecture',
    );
  }
  const tied = fields.has('tie_word_embeddings')
    ? { tie_word_embeddings: fields.flag('tie_word_embeddings', false) }
    : {};
  return inner.withDefaults({ model_type: modelType, ...defaultsOf(modelType) }, tied);
};

/** The text part, by the family that its `model_type` names. */
export const readText = (fields: Fields, familyOf: FamilyOf, otherwise?: string): Architecture => {
  const text = textFields(fields, otherwise);
  return familyOf(text).read(text, familyOf);
};
