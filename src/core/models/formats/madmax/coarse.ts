import type { Architecture } from '../../architecture';
import { dense, parameter } from '../../encoder/parts';
import type { Fields } from '../../fields';
import { embedding } from '../../graph/embedding';
import { group, leaf, type ModuleNode } from '../../graph/node';
import type { Primitive } from '../../graph/primitive';
import { positions, within } from '../../graph/within';
import { scoringModel } from '../../recommendation/model';

/** Some of several alike matrices take part for one sample; the others are stored. */
const chosen = (one: Primitive, all: number, active: number): Primitive => ({
  ...one,
  parameters: one.parameters * all,
  activeParameters: one.parameters * active,
  operators: (pass) => one.operators({ ...pass, sequences: pass.sequences * active }),
});

const square = (name: string, width: number): ModuleNode => dense(name, width, width, { bias: false });

/** All layers of a perceptron as wide as its input, with experts where there are any. */
const stack = (name: string, width: number, count: number, experts: readonly [number, number] = [1, 1]) => {
  const layer = square('layer', width);
  const node =
    layer.primitive === undefined ? layer : { ...layer, primitive: chosen(layer.primitive, ...experts) };
  return group(name, [node], count);
};

/** Attention's four matrices and a plain feed-forward; this format has no attention proper. */
const transformer = (fields: Fields, sequence: number, experts: readonly [number, number]): ModuleNode => {
  const width = fields.count('attention_dim');
  const inner = fields.count('transformer_fc_dim');
  const ffn = (name: string, input: number, out: number): ModuleNode => {
    const node = dense(name, input, out, { bias: false, fields: ['transformer_fc_dim'] });
    return node.primitive === undefined ? node : { ...node, primitive: chosen(node.primitive, ...experts) };
  };
  return within(
    group(
      'transformer',
      [
        ...['query', 'key', 'value', 'out'].map((name) => square(name, width)),
        ffn('fc1', width, inner),
        ffn('fc2', inner, width),
      ],
      fields.count('num_transformer_layers'),
    ),
    positions(sequence),
  );
};

const readExperts = (fields: Fields): readonly [number, number] => [
  fields.count('num_experts'),
  fields.count('num_active_experts'),
];

const perceptrons = (fields: Fields, experts: readonly [number, number]): readonly ModuleNode[] => {
  const width = fields.count('mlp_dim');
  return [
    group(
      'tables',
      [
        leaf(
          'table',
          embedding({
            rows: fields.count('entries_per_table'),
            width: fields.count('emb_dim'),
            lookups: fields.count('pooling_size'),
          }),
          ['entries_per_table', 'emb_dim', 'pooling_size'],
        ),
      ],
      fields.count('num_tables'),
    ),
    stack('bottom_mlp', width, fields.count('num_bot_mlp_layers')),
    stack('top_mlp', width, fields.count('num_top_mlp_layers'), experts),
  ];
};

/** Words and positions, or the pixels of a patch and positions. */
const embeddings = (fields: Fields, rows: number, sequence: number): ModuleNode => {
  const width = fields.count('attention_dim');
  return within(
    group('', [
      leaf('word_embedding', embedding({ rows, width })),
      parameter('position_embedding', sequence * width, { width }),
    ]),
    positions(sequence),
  );
};

const recommender = (fields: Fields, nodes: readonly ModuleNode[]): Architecture =>
  scoringModel(group('', nodes), fields.count('num_bot_mlp_layers') + fields.count('num_top_mlp_layers'));

/** A patch has three channels. */
const CHANNELS = 3;

/**
 * The models that MAD-Max computes with: perceptrons of one width, transformers without the attention proper, no
 * biases and no norms. Its figures are kept; a real model of the same name has others.
 */
export const readCoarseModel = (fields: Fields): Architecture => {
  const type = fields.optionalText('type') ?? '';
  switch (type) {
    case 'DLRM':
      return recommender(fields, perceptrons(fields, [1, 1]));
    case 'DLRM_MoE':
      return recommender(fields, perceptrons(fields, readExperts(fields)));
    case 'DLRM_Transformer':
      return recommender(fields, [
        ...perceptrons(fields, [1, 1]),
        transformer(fields, fields.count('transformer_seq_len'), [1, 1]),
      ]);
    case 'LLM':
    case 'LLM_MoE': {
      const sequence = fields.count('transformer_seq_len');
      const experts = type === 'LLM' ? ([1, 1] as const) : readExperts(fields);
      const root = group('', [
        embeddings(fields, fields.count('entries_per_table'), sequence),
        transformer(fields, sequence, experts),
      ]);
      return scoringModel(root, fields.count('num_transformer_layers'), 'token', sequence);
    }
    case 'ViT': {
      const patch = fields.count('patch_dim');
      const sequence = Math.floor(fields.count('image_size') / patch) ** 2;
      const root = group('', [
        embeddings(fields, CHANNELS * patch * patch, sequence),
        transformer(fields, sequence, [1, 1]),
      ]);
      return scoringModel(root, fields.count('num_transformer_layers'), 'image');
    }
    default:
      return fields.fail(
        'type',
        `not known: MAD-Max type "${type}"; known are DLRM, DLRM_MoE, DLRM_Transformer, LLM, LLM_MoE, ViT`,
      );
  }
};
