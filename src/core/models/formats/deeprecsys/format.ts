import { Fields } from '../../fields';
import type { Architecture } from '../../architecture';
import { dlrm, type Interaction, type Tables, tablesOf } from '../../recommendation/dlrm';
import { deepInterest, deepInterestEvolution, type Interest } from '../../recommendation/interest';
import { neuralCollaborativeFiltering } from '../../recommendation/ncf';
import { type WideAndDeep, wideAndDeep } from '../../recommendation/wide-and-deep';
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

type Read = (fields: Fields) => Architecture;

const tables = (fields: Fields): readonly Tables[] => {
  const rows = widths(fields, 'arch_embedding_size');
  const lookups = fields.optionalCount('num_indices_per_lookup') ?? 1;
  return tablesOf(
    rows,
    rows.map(() => lookups),
  );
};

const readDlrm: Read = (fields) => {
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
  return dlrm({ bottom, width, interaction, top: widths(fields, 'arch_mlp_top'), tables: tables(fields) });
};

/** The parts that models without a bottom perceptron have in common; their dense features go in as they are. */
const readWide = (fields: Fields, tasks: WideAndDeep['tasks']): Architecture => {
  const dense = widths(fields, 'arch_mlp_bot');
  if (dense.length !== 1)
    fields.fail('arch_mlp_bot', 'arch_mlp_bot has several widths; expected one, of the dense features');
  return wideAndDeep({
    dense: dense[0] ?? 0,
    width: fields.count('arch_sparse_feature_size'),
    top: widths(fields, 'arch_mlp_top'),
    tables: tables(fields),
    tasks,
  });
};

const readTasks: Read = (fields) => {
  const shared = widths(fields, 'arch_mlp_top').at(-1);
  const task = widths(fields, 'arch_mlp_tasks');
  if (task[0] !== shared) {
    fields.fail(
      'arch_mlp_tasks',
      `arch_mlp_tasks begins with ${task[0] ?? 0}; expected ${shared ?? 0}, where arch_mlp_top ends`,
    );
  }
  return readWide(fields, { widths: task, count: fields.optionalCount('num_multi_tasks') ?? 1 });
};

const readNcf: Read = (fields) => {
  const rows = widths(fields, 'arch_embedding_size');
  if (rows.length !== 4) {
    fields.fail(
      'arch_embedding_size',
      `arch_embedding_size has ${rows.length} tables; expected four, two of each branch`,
    );
  }
  return neuralCollaborativeFiltering({
    rows,
    width: fields.count('arch_sparse_feature_size'),
    top: widths(fields, 'arch_mlp_top'),
  });
};

/** Profile, things that the user did, candidate and context. A file lists every table, as the program reads it. */
const readInterest = (fields: Fields): Interest => {
  const listed = tables(fields);
  const count = listed.reduce((sum, one) => sum + one.count, 0);
  if (count < 4) {
    fields.fail(
      'arch_embedding_size',
      `arch_embedding_size has ${count} tables; expected at least four: the profile, what the user did, the candidate, the context`,
    );
  }
  return {
    tables: listed,
    width: fields.count('arch_sparse_feature_size'),
    top: widths(fields, 'arch_mlp_top'),
  };
};

const MODELS: Readonly<Record<string, Read>> = {
  dlrm: readDlrm,
  wnd: (fields) => readWide(fields, undefined),
  mtwnd: readTasks,
  ncf: readNcf,
  din: (fields) => deepInterest(readInterest(fields), widths(fields, 'arch_mlp_bot')),
  dien: (fields) => deepInterestEvolution(readInterest(fields), fields.optionalCount('hidden_size') ?? 64),
};

/**
 * DeepRecSys and Facebook's dlrm options as JSON: RMC1 to RMC3, Wide and Deep with one task or several, NCF, DIN and
 * DIEN (arXiv:1906.03109, arXiv:2001.02772).
 */
export const deeprecsys: ConfigFormat = {
  id: 'deeprecsys',
  sniff: ({ value }) => value.entries.has('arch_embedding_size'),
  read: ({ text, value, name }) => {
    const fields = new Fields(text, value);
    const modelType = fields.optionalText('model_type') ?? 'dlrm';
    const read = MODELS[modelType];
    if (read === undefined) {
      return fields.fail(
        'model_type',
        `not known: model_type "${modelType}"; known are ${Object.keys(MODELS).join(', ')}`,
      );
    }
    return {
      ...read(fields),
      name: fields.optionalText('model_name') ?? modelName(fields, name),
      format: 'deeprecsys',
      family: modelType,
      dtype: { value: 'fp32', declared: false },
      fields: fields.used,
    };
  },
};
