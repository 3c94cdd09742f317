import { Problem } from '../../problem';
import { formatCount } from '../../units/format';
import type { LocatedEntry, LocatedValue, SourceRange } from '../../text/located';
import { Fields } from '../fields';
import type { Family } from '../families/family';
import type { Model, ModelDtype } from '../model';
import type { ConfigFormat, ConfigText } from './format';
import { modelName } from './huggingface/name';
import { familyOf } from './huggingface/format';

type ObjectValue = LocatedValue & { readonly type: 'object' };
type Scalar = string | number | boolean | null;

/** What a config says in another spelling: a family, its field names in the config's own, and what it leaves unsaid. */
export interface Translation {
  readonly family: Family;
  /** Own name of each of the family's fields. */
  readonly spelling: Readonly<Record<string, string>>;
  readonly constants?: Readonly<Record<string, Scalar>>;
  readonly dtype?: ModelDtype;
  /** Words of the tokenizer that the config leaves open but its name fixes, with where they are from. */
  readonly tokenizer?: { readonly words: number; readonly source: string };
  /** Training frameworks fill a tokenizer's words up to a multiple of this. */
  readonly vocabularyMultiple?: number;
}

export interface Dialect {
  readonly id: string;
  /** Where the model stands in the config; the root where absent. */
  readonly part?: string;
  /** Keys that are there, and keys that are not, in a config of this kind. */
  readonly has: readonly string[];
  readonly hasNot?: readonly string[];
  /**
   * @param whole All of the config, where the model is a part of it.
   * @throws Problem where the config is of this kind, but what it means is not known.
   */
  translate(fields: Fields, whole: Fields): Translation;
}

const partOf = ({ value }: ConfigText, part: string | undefined): ObjectValue | undefined => {
  if (part === undefined) return value;
  const inner = value.entries.get(part)?.value;
  return inner?.type === 'object' ? inner : undefined;
};

/** The tokenizer's words, where the config leaves them to it: as given beside it, else those of the one its name fixes. */
const withVocabulary = (
  translation: Translation,
  value: ObjectValue,
  vocabulary: number | undefined,
): Translation => {
  const { tokenizer, ...rest } = translation;
  const own = translation.spelling['vocab_size'];
  const known = vocabulary ?? tokenizer?.words;
  if (known === undefined || own === undefined || value.entries.has(own)) return rest;
  const multiple = translation.vocabularyMultiple ?? 1;
  const words = multiple * Math.ceil(known / multiple);
  const constants = { ...translation.constants, vocab_size: words };
  return vocabulary === undefined ? { ...translation, constants } : { ...rest, constants };
};

/** What was taken for granted. */
const assumed = ({ tokenizer, constants }: Translation): Pick<Model, 'size'> =>
  tokenizer === undefined
    ? {}
    : {
        size: () => [
          {
            id: 'model.vocabulary',
            value: formatCount(Number(constants?.['vocab_size'])),
            unit: 'words',
            source: tokenizer.source,
            note: 'the config leaves it to the tokenizer, which its name fixes; --vocab gives another',
          },
        ],
      };

/** The family's fields, with the places of the config's. */
const translated = (value: ObjectValue, { spelling, constants }: Translation): ObjectValue => {
  const entries = new Map<string, LocatedEntry>();
  for (const [name, own] of Object.entries(spelling)) {
    const entry = value.entries.get(own);
    if (entry !== undefined) entries.set(name, entry);
  }
  for (const [name, constant] of Object.entries(constants ?? {})) {
    const at = { start: value.range.start, end: value.range.start };
    entries.set(name, { key: at, value: { type: 'scalar', value: constant, range: at } });
  }
  return { type: 'object', range: value.range, entries };
};

/** Tells a problem in the names that the config uses. */
const inOwnWords = (error: unknown, spelling: Readonly<Record<string, string>>): unknown =>
  error instanceof Problem
    ? new Problem(
        error.message.replace(/\w+/g, (word) =>
          Object.hasOwn(spelling, word) ? (spelling[word] ?? word) : word,
        ),
        error.where,
      )
    : error;

const usedOf = (
  fields: Fields,
  spelling: Readonly<Record<string, string>>,
  part: string | undefined,
): Model['fields'] => {
  const used = new Map<string, { key: SourceRange; value: SourceRange }>();
  for (const [name, place] of fields.used) {
    const own = spelling[name];
    if (own !== undefined) used.set(part === undefined ? own : `${part}.${own}`, place);
  }
  return used;
};

/** A format whose configs say in other words what a known family's say. */
export const dialect = (spec: Dialect): ConfigFormat => ({
  id: spec.id,
  sniff: (config) => {
    const value = partOf(config, spec.part);
    return (
      value !== undefined &&
      spec.has.every((key) => value.entries.has(key)) &&
      !(spec.hasNot ?? []).some((key) => value.entries.has(key))
    );
  },
  read: (config) => {
    const value = partOf(config, spec.part);
    if (value === undefined) throw new Problem(`${spec.part ?? ''} is missing; expected the model's fields`);
    const translation = withVocabulary(
      spec.translate(new Fields(config.text, value), new Fields(config.text, config.value)),
      value,
      config.vocabulary,
    );
    const { family, spelling, dtype } = translation;
    const fields = new Fields(config.text, translated(value, translation));
    try {
      const architecture = family.read(fields, familyOf);
      const maxContext = fields.optionalCount('max_position_embeddings');
      return {
        ...architecture,
        ...assumed(translation),
        name: modelName(new Fields(config.text, config.value), config.name),
        format: spec.id,
        family: family.id,
        dtype: dtype ?? { value: 'bf16', declared: false },
        ...(maxContext === undefined ? {} : { maxContext }),
        fields: usedOf(fields, spelling, spec.part),
      };
    } catch (error) {
      throw inOwnWords(error, spelling);
    }
  },
});
