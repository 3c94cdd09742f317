import { dialect } from '../dialect';
import { metaTranslation } from '../meta/format';

/** Meta Lingua's training YAML: Llama's fields under `model`. The vocabulary is the tokenizer's unless it is given. */
export const lingua = dialect({
  id: 'lingua',
  part: 'model',
  has: ['dim', 'n_layers', 'n_heads'],
  hasNot: ['state_dim', 'conv_size'],
  translate: metaTranslation,
});
