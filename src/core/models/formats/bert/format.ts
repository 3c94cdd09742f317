import { bert } from '../../families/bert';
import { dialect } from '../dialect';

const SAME = [
  'vocab_size',
  'hidden_size',
  'num_hidden_layers',
  'num_attention_heads',
  'intermediate_size',
  'max_position_embeddings',
  'type_vocab_size',
];

/** Google's `bert_config.json`, which names no `model_type`. It describes the body with its pooler. */
export const bertConfig = dialect({
  id: 'bert',
  has: SAME,
  hasNot: ['model_type', 'architectures'],
  translate: () => ({
    family: bert,
    spelling: Object.fromEntries(SAME.map((name) => [name, name])),
    dtype: { value: 'fp32', declared: false },
  }),
});
