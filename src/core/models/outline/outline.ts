import type { SourceRange } from '../../text/located';
import { meaningOf } from '../explain/meanings';
import { readModel } from '../read';

/** A field that plays a part in the model, with what it is. */
export interface OutlineField {
  readonly title: string;
  readonly path: string;
  /** As it is written. */
  readonly value: string;
  /** Of the name and the value together. */
  readonly range: SourceRange;
  readonly key: SourceRange;
}

export interface OutlineGroup {
  readonly title: string;
  readonly fields: readonly OutlineField[];
}

/** The first whose names fit the last part of a field's path; the order of the groups is that of `ORDER`. */
const GROUPS: readonly (readonly [title: string, names: RegExp])[] = [
  ['Experts', /expert|moe|dense_replace|router|topk/],
  ['Feed-forward', /intermediate|ffn|n_inner|d_ff|mlp|hidden_act|activation/],
  ['State space', /state|conv|expand|mamba|ssm/],
  ['Attention', /head|kv_|lora|group|window|attention|attn|layer_types/],
  ['Vocabulary and context', /vocab|tie_word|position|n_ctx|seq_length/],
  ['Weights', /dtype|quant|bits/],
  ['Size', /size|dim|embd|d_model|layer|depth|width|channels/],
];
/** Who wrote the file and what for: read, but no part of the model. */
const ABOUT_THE_FILE = /^(_?name_or_path|transformers_version|_diffusers_version|model_name|name)$/;
const REST = 'Other fields';
const ORDER = [
  'Size',
  'Attention',
  'Feed-forward',
  'Experts',
  'State space',
  'Vocabulary and context',
  'Weights',
  REST,
];

const groupOf = (path: string): string => {
  const name = path.split('.').at(-1) ?? path;
  return GROUPS.find(([, names]) => names.test(name))?.[0] ?? REST;
};

/**
 * The fields of a config that its model is made of, by what they are about, in the order of the text.
 * Fields that nothing reads are left out. @throws Problem where the config cannot be read.
 */
export const configOutline = (text: string, name: string): readonly OutlineGroup[] => {
  const fields = [...readModel(text, name).fields]
    .map(([path, { key, value }]): OutlineField => ({
      title: meaningOf(path)?.title ?? path.split('.').at(-1) ?? path,
      path,
      value: text.slice(value.start, value.end),
      range: { start: key.start, end: value.end },
      key,
    }))
    // Objects and lists are told by the fields in them.
    .filter(({ value, range }) => !/^[[{]|\n/.test(value) && range.start < range.end)
    .filter(({ path }) => !ABOUT_THE_FILE.test(path.split('.').at(-1) ?? path))
    .toSorted((a, b) => a.range.start - b.range.start);
  return ORDER.flatMap((title) => {
    const members = fields.filter(({ path }) => groupOf(path) === title);
    return members.length === 0 ? [] : [{ title, fields: members }];
  });
};
