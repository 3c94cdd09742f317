import { llama } from '../../families/llama';
import { mixtral } from '../../families/mixtral';
import type { Fields } from '../../fields';
import { dialect } from '../dialect';

const spelling = {
  hidden_size: 'dim',
  intermediate_size: 'hidden_dim',
  num_hidden_layers: 'n_layers',
  num_attention_heads: 'n_heads',
  num_key_value_heads: 'n_kv_heads',
  head_dim: 'head_dim',
  vocab_size: 'vocab_size',
  sliding_window: 'sliding_window',
  tie_word_embeddings: 'tied_embeddings',
  max_position_embeddings: 'max_position_embeddings',
};

/** What this dialect can hold beside the text. */
const OTHERS = ['vision_encoder', 'multimodal', 'model_architecture', 'use_hf_rope', 'layer_types'];

const refuseOthers = (fields: Fields): void => {
  for (const name of OTHERS) {
    if (fields.has(name))
      fields.fail(name, `not known: a params.json with ${name}; expected the config.json of the same model`);
  }
};

/** Mistral's `params.json`, dense or with experts. ExecuTorch's files look the same, but mean more. */
export const mistralParams = dialect({
  id: 'mistral',
  has: ['dim', 'n_layers', 'n_heads', 'hidden_dim'],
  hasNot: ['inter_dim', 'model_type'],
  translate: (fields) => {
    refuseOthers(fields);
    const moe = fields.object('moe');
    return moe === undefined
      ? { family: llama, spelling }
      : {
          family: mixtral,
          spelling,
          constants: {
            num_local_experts: moe.count('num_experts'),
            num_experts_per_tok: moe.count('num_experts_per_tok'),
          },
        };
  },
});
