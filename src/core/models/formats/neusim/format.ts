import { Fields } from '../../fields';
import { dlrm, tablesOf } from '../../recommendation/dlrm';
import type { ConfigFormat } from '../format';
import { modelName } from '../huggingface/name';

/** Widths of a perceptron that lists its layers; each must take what the one before gives. */
const widths = (fields: Fields, name: string): readonly number[] => {
  const layers = fields.objects(name) ?? fields.fail(name, `${name} is missing; expected a list of layers`);
  return layers.reduce<readonly number[]>((sizes, layer) => {
    const input = layer.count('in_features');
    const before = sizes.at(-1);
    if (before !== undefined && before !== input) {
      layer.fail('in_features', `in_features is ${input}; expected ${before}, which the layer before gives`);
    }
    return [...(sizes.length === 0 ? [input] : sizes), layer.count('out_features')];
  }, []);
};

/** NeuSim's recommendation models; its layer lists say what each matrix takes, whatever the interaction gives. */
export const neusim: ConfigFormat = {
  id: 'neusim',
  sniff: ({ value }) => value.entries.has('model_type') && value.entries.has('data_parallel_degree_dcn'),
  read: ({ text, value, name }) => {
    const fields = new Fields(text, value);
    const modelType = fields.optionalText('model_type') ?? '';
    if (modelType !== 'dlrm') {
      return fields.fail('model_type', `not known: NeuSim's model_type "${modelType}"; known is dlrm`);
    }
    const interaction = fields.optionalText('interaction') ?? 'dot';
    if (interaction !== 'dot')
      fields.fail('interaction', `not known: interaction "${interaction}"; known is dot`);
    const [topInput = 1, ...top] = widths(fields, 'top_mlp_config');
    const rows = fields.list<number>('embedding_table_sizes', 'number') ?? [];
    const architecture = dlrm({
      bottom: widths(fields, 'bottom_mlp_config'),
      top,
      topInput,
      width: fields.count('embedding_dim'),
      tables: tablesOf(rows, fields.list<number>('num_indices_per_lookup', 'number') ?? []),
      interaction: { kind: 'dot' },
    });
    return {
      ...architecture,
      name: fields.optionalText('model_name') ?? modelName(fields, name),
      format: 'neusim',
      family: 'dlrm',
      dtype: { value: 'fp32', declared: false },
      fields: fields.used,
    };
  },
};
