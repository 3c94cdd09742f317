import { readLayers } from '../../decoder/read';
import { Fields } from '../../fields';
import { hstu } from '../../recommendation/hstu';
import type { ConfigFormat } from '../format';
import { modelName } from '../huggingface/name';
import data from './datasets.yaml';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Items of a data set that the project names. */
const known = (): Readonly<Record<string, unknown>> =>
  isRecord(data) && isRecord(data['items']) ? data['items'] : {};

const readItems = (train: Fields): number => {
  const given = train.optionalCount('num_items');
  if (given !== undefined) return given;
  const name = train.optionalText('dataset_name') ?? 'ml-1m';
  const items = known()[name];
  return typeof items === 'number'
    ? items
    : train.fail(
        'dataset_name',
        `the items of "${name}" are not known; expected num_items beside it, or one of ${Object.keys(known()).join(', ')}`,
      );
};

/** Options that are only known in one way. */
const refuse = (fields: Fields, name: string, ...values: readonly string[]): void => {
  const value = fields.optionalText(name) ?? values[0] ?? '';
  if (!values.includes(value))
    fields.fail(name, `not known: ${name} "${value}"; known is ${values.join(' or ')}`);
};

/**
 * HSTU by the options of generative-recommenders: its gin files, or the same names in YAML and JSON
 * (schemas/recommendation.schema.json).
 */
export const generative: ConfigFormat = {
  id: 'generative-recommenders',
  sniff: ({ value }) => value.entries.get('hstu_encoder')?.value.type === 'object',
  read: ({ text, value, name }) => {
    const fields = new Fields(text, value);
    const train = fields.objectOrEmpty('train_fn');
    const encoder = fields.objectOrEmpty('hstu_encoder');
    refuse(train, 'main_module', 'HSTU');
    refuse(train, 'embedding_module_type', 'local');
    refuse(train, 'interaction_module_type', 'DotProduct');
    refuse(encoder, 'linear_config', 'uvqk');
    refuse(encoder, 'normalization', 'rel_bias', 'hstu_rel_bias');
    const length = train.optionalCount('max_sequence_length') ?? 200;
    const output = train.optionalCount('gr_output_length') ?? 10;
    return {
      ...hstu({
        items: readItems(train),
        width: train.optionalCount('item_embedding_dim') ?? 240,
        layers: encoder.has('num_blocks') ? readLayers(encoder, 'num_blocks') : 2,
        heads: encoder.optionalCount('num_heads') ?? 1,
        queryDim: encoder.optionalCount('dqk') ?? 64,
        valueDim: encoder.optionalCount('dv') ?? 64,
        concatenates: encoder.flag('concat_ua', false),
        positions: length + output + 1,
        relativeBias: encoder.flag('enable_relative_attention_bias', true),
      }),
      maxContext: length,
      name: modelName(fields, name),
      format: 'generative-recommenders',
      family: 'hstu',
      dtype: { value: 'fp32', declared: false },
      fields: fields.used,
    };
  },
};
