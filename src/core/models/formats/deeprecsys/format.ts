import { Fields } from '../../fields';
import { dlrm, type Interaction, tablesOf } from '../../recommendation/dlrm';
import type { ConfigFormat } from '../format';
import { modelName } from '../huggingface/name';

/** Widths as in "256-64-1". */
const widths = (fields: Fields, name: string): readonly number[] => {
  const text =
    fields.optionalText(name) ?? fields.fail(name, `${name} is missing; expected widths as in "256-64-1"`);
  const numbers = text.split('-').map(Number);
  if (numbers.some((n) => !Number.isSafeInteger(n) || n < 1)) {
    fields.fail(name, `${name} is "${text}"; expected whole numbers joined by "-"`);
  }
  return numbers;
};

const INTERACTIONS: Readonly<Record<string, Interaction>> = {
  cat: { kind: 'concatenation' },
  dot: { kind: 'dot' },
};

/** DeepRecSys and Facebook's dlrm options as JSON: RMC1 to RMC3 (arXiv:1906.03109, arXiv:2001.02772). */
export const deeprecsys: ConfigFormat = {
  id: 'deeprecsys',
  sniff: ({ value }) => value.entries.has('arch_embedding_size'),
  read: ({ text, value, name }) => {
    const fields = new Fields(text, value);
    const modelType = fields.optionalText('model_type') ?? 'dlrm';
    if (modelType !== 'dlrm')
      fields.fail('model_type', `not known: model_type "${modelType}"; known is dlrm`);
    const rows = widths(fields, 'arch_embedding_size');
    const lookups = fields.optionalCount('num_indices_per_lookup') ?? 1;
    const operation = fields.optionalText('arch_interaction_op') ?? 'dot';
    const interaction = INTERACTIONS[operation];
    if (interaction === undefined) {
      return fields.fail('arch_interaction_op', `arch_interaction_op is "${operation}"; expected dot or cat`);
    }
    const bottom = widths(fields, 'arch_mlp_bot');
    const width = fields.count('arch_sparse_feature_size');
    if (bottom.at(-1) !== width) {
      fields.fail(
        'arch_mlp_bot',
        `arch_mlp_bot ends in ${bottom.at(-1) ?? 0}; expected arch_sparse_feature_size, which is ${width}`,
      );
    }
    const architecture = dlrm({
      bottom,
      width,
      interaction,
      top: widths(fields, 'arch_mlp_top'),
      tables: tablesOf(
        rows,
        rows.map(() => lookups),
      ),
    });
    return {
      ...architecture,
      name: fields.optionalText('model_name') ?? modelName(fields, name),
      format: 'deeprecsys',
      family: 'dlrm',
      dtype: { value: 'fp32', declared: false },
      fields: fields.used,
    };
  },
};
