import { Fields } from '../../fields';
import { type Cross, deepAndCross } from '../../recommendation/dcn';
import { tablesOf } from '../../recommendation/dlrm';
import type { ConfigFormat } from '../format';
import { modelName } from '../huggingface/name';

/** More cross layers than any model has; a larger number is a slip. */
const MOST_LAYERS = 1000;

const readCross = (fields: Fields, model: string): Cross => {
  if (model === 'DCNMix')
    return {
      kind: 'mixture',
      rank: fields.optionalCount('low_rank') ?? 32,
      experts: fields.optionalCount('num_experts') ?? 4,
    };
  const kind = fields.optionalText('cross_parameterization') ?? 'vector';
  return kind === 'vector' || kind === 'matrix'
    ? { kind }
    : fields.fail('cross_parameterization', `cross_parameterization is "${kind}"; expected vector or matrix`);
};

/** Widths of the perceptron, which has one layer at least. */
const readDeep = (fields: Fields): readonly number[] =>
  fields.lengthOf('dnn_hidden_units') === 0
    ? fields.fail('dnn_hidden_units', 'dnn_hidden_units is empty; expected one width at least')
    : (fields.counts('dnn_hidden_units') ?? [128, 128]);

/**
 * Deep and Cross by the options of DeepCTR's classes, as YAML or JSON; the tables stand in `vocabulary_sizes`
 * (schemas/recommendation.schema.json).
 */
export const deepctr: ConfigFormat = {
  id: 'deepctr',
  sniff: ({ value }) => value.entries.has('model') && value.entries.has('vocabulary_sizes'),
  read: ({ text, value, name }) => {
    const fields = new Fields(text, value);
    const model = fields.optionalText('model') ?? '';
    if (model !== 'DCN' && model !== 'DCNMix')
      return fields.fail('model', `not known: model "${model}"; known are DCN and DCNMix`);
    const rows =
      fields.counts('vocabulary_sizes') ??
      fields.fail('vocabulary_sizes', 'vocabulary_sizes is missing; expected the sizes of the tables');
    const lookups = fields.counts('lookups') ?? rows.map(() => 1);
    if (lookups.length !== rows.length) {
      fields.fail(
        'lookups',
        `lookups has ${lookups.length} entries; expected ${rows.length}, as vocabulary_sizes has`,
      );
    }
    const crossLayers = fields.optionalCount('cross_num', 0) ?? 2;
    if (crossLayers > MOST_LAYERS)
      fields.fail('cross_num', `cross_num is ${crossLayers}; expected at most ${MOST_LAYERS}`);
    return {
      ...deepAndCross({
        dense: fields.optionalCount('dense_features', 0) ?? 0,
        tables: tablesOf(rows, lookups),
        width: fields.count('embedding_dim'),
        cross: readCross(fields, model),
        crossLayers,
        deep: readDeep(fields),
      }),
      name: modelName(fields, name),
      format: 'deepctr',
      family: 'dcn',
      dtype: { value: 'fp32', declared: false },
      fields: fields.used,
    };
  },
};
