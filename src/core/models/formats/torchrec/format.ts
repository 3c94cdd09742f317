import { Fields } from '../../fields';
import { dlrm, type Interaction, tablesOf } from '../../recommendation/dlrm';
import type { ConfigFormat } from '../format';
import { modelName } from '../huggingface/name';

/** Dense features of the Criteo click logs, on which this program trains. */
const CRITEO_DENSE = 13;

/** A list, or in YAML and JSON also one text of numbers parted by commas. */
const counts = (fields: Fields, name: string): readonly number[] | undefined => {
  if (!fields.has(name)) return undefined;
  const list = fields.isText(name)
    ? (fields.optionalText(name) ?? '').split(',').map(Number)
    : (fields.numbers(name) ?? []);
  if (list.some((n) => !Number.isSafeInteger(n) || n < 1)) {
    fields.fail(name, `${name} holds something else; expected whole numbers parted by commas`);
  }
  return list;
};

const readInteraction = (fields: Fields): Interaction => {
  const kind = fields.optionalText('interaction_type') ?? 'original';
  switch (kind) {
    case 'original':
      return { kind: 'dot' };
    case 'dcn':
      return {
        kind: 'cross',
        layers: fields.optionalCount('dcn_num_layers') ?? 3,
        rank: fields.optionalCount('dcn_low_rank_dim') ?? 512,
      };
    default:
      return fields.fail(
        'interaction_type',
        `not known: interaction_type "${kind}"; known are original and dcn`,
      );
  }
};

/** Options of TorchRec's DLRM (dlrm_main.py, MLPerf DLRM-DCNv2): YAML, JSON, or a command line in a text. */
export const torchrec: ConfigFormat = {
  id: 'torchrec',
  sniff: ({ value }) =>
    value.entries.has('num_embeddings_per_feature') && value.entries.has('over_arch_layer_sizes'),
  read: ({ text, value, name }) => {
    const fields = new Fields(text, value);
    const rows =
      counts(fields, 'num_embeddings_per_feature') ??
      fields.fail(
        'num_embeddings_per_feature',
        'num_embeddings_per_feature is missing; expected table sizes',
      );
    const width = fields.optionalCount('embedding_dim') ?? 64;
    const bottom = counts(fields, 'dense_arch_layer_sizes') ?? [512, 256, 64];
    if (bottom.at(-1) !== width) {
      fields.fail(
        'dense_arch_layer_sizes',
        `dense_arch_layer_sizes ends in ${bottom.at(-1) ?? 0}; expected embedding_dim, which is ${width}`,
      );
    }
    const lookups = counts(fields, 'multi_hot_sizes') ?? rows.map(() => 1);
    if (lookups.length !== rows.length) {
      fields.fail(
        'multi_hot_sizes',
        `multi_hot_sizes has ${lookups.length} entries; expected ${rows.length}`,
      );
    }
    const architecture = dlrm({
      bottom: [CRITEO_DENSE, ...bottom],
      top: counts(fields, 'over_arch_layer_sizes') ?? [512, 512, 256, 1],
      width,
      tables: tablesOf(rows, lookups),
      interaction: readInteraction(fields),
    });
    return {
      ...architecture,
      name: modelName(fields, name),
      format: 'torchrec',
      family: 'dlrm',
      dtype: { value: 'fp32', declared: false },
      fields: fields.used,
    };
  },
};
