import { meaningOf } from '../../explain/meanings';
import { parseConfig } from '../../read';
import type { Rule } from '../advice';

/** Written by frameworks whether a family has it or not. */
const HARMLESS = /^(torch_dtype|dtype|max_position_embeddings|n_ctx|seq_length)$/;

/** A field that sizes other families' models and plays no part in this one's. */
export const ignoredField: Rule = {
  id: 'ignored-field',
  check: ({ text, name, model }) =>
    [...parseConfig(text, name).value.entries].flatMap(([key, { key: range, value }]) => {
      const known = meaningOf(key);
      const isSet = value.type === 'scalar' && value.value !== null && value.value !== false;
      if (known === undefined || !isSet || model.fields.has(key) || HARMLESS.test(key)) return [];
      return [
        {
          severity: 'hint' as const,
          range,
          message: `${model.family} does not read ${key}; another value changes nothing.`,
          fixes: [],
        },
      ];
    }),
};
