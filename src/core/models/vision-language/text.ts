import type { Architecture } from '../architecture';
import type { FamilyOf } from '../families/family';
import type { Fields } from '../fields';
import { classDefaults } from '../families/class-defaults';

/** Families in which the text part's word on tying counts beside the whole model's, and one in which it alone does. */
const EITHER_TIES = ['llava', 'llava_next_video', 'llava_onevision', 'qwen2_vl', 'qwen2_5_vl'];
const TEXT_TIES = 'llama4';

/** What a silent config means to classes of transformers 5 that overrule the text part; before, that decided. */
const SILENCE_TIES: Readonly<Record<string, boolean>> = {
  internvl: true,
  mistral3: true,
  qwen3_vl_moe: false,
  step3p7: false,
};

const writtenByFive = (fields: Fields): boolean =>
  Number.parseInt(fields.optionalText('transformers_version') ?? '', 10) >= 5;

const tied = (fields: Fields, inner: Fields): Readonly<Record<string, boolean>> => {
  const name = 'tie_word_embeddings';
  const modelType = fields.optionalText('model_type') ?? '';
  if (modelType === TEXT_TIES) return {};
  if (!fields.has(name) && !fields.isNull(name)) {
    const silent = writtenByFive(fields) ? SILENCE_TIES[modelType] : undefined;
    return silent === undefined ? {} : { [name]: silent };
  }
  const own = fields.flag(name, false);
  return { [name]: own || (EITHER_TIES.includes(modelType) && inner.flag(name, false)) };
};

/** A whole model's class, where it is not the one with a language head, has another count. */
const checkClass = (fields: Fields): void => {
  const [className] = fields.list<string>('architectures', 'string') ?? [];
  if (
    className !== undefined &&
    !/(ForConditionalGeneration|ForCausalLM|ForImageTextToText)$/.test(className)
  )
    fields.fail('architectures', `not known: the head of ${className}`);
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
  return inner.withDefaults({ model_type: modelType, ...classDefaults(modelType) }, tied(fields, inner));
};

/** The text part, by the family that its `model_type` names. */
export const readText = (fields: Fields, familyOf: FamilyOf, otherwise?: string): Architecture => {
  checkClass(fields);
  const text = textFields(fields, otherwise);
  return familyOf(text).read(text, familyOf);
};
