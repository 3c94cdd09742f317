import { llama } from '../../families/llama';
import { qwen2 } from '../../families/qwen2';
import { dialect } from '../dialect';
import { tokenizerOf } from './tokenizers';

const GATED = /swiglu$/;

/**
 * NeMo's and Megatron's training YAML, the fields under `model`. The vocabulary is the tokenizer's, so a config
 * tells the model's size only with `override_vocab_size`, or by the name of a family that has one tokenizer.
 */
export const nemo = dialect({
  id: 'nemo',
  part: 'model',
  has: ['num_layers', 'hidden_size', 'ffn_hidden_size', 'num_attention_heads'],
  translate: (fields, whole) => {
    const activation = fields.optionalText('activation') ?? 'gelu';
    const normalization = (fields.optionalText('normalization') ?? 'layernorm').toLowerCase();
    if (!GATED.test(activation) || normalization !== 'rmsnorm') {
      return fields.fail(
        ['activation', 'normalization'],
        `not known: ${activation} with ${normalization}; expected swiglu with rmsnorm, as Llama has them`,
      );
    }
    const bias = fields.flag('bias', true);
    const name = whole.object('run')?.optionalText('name') ?? whole.optionalText('name') ?? '';
    const tokenizer = tokenizerOf(name);
    return {
      family: fields.flag('qkv_bias', false) ? qwen2 : llama,
      spelling: {
        hidden_size: 'hidden_size',
        intermediate_size: 'ffn_hidden_size',
        num_hidden_layers: 'num_layers',
        num_attention_heads: 'num_attention_heads',
        num_key_value_heads: 'num_query_groups',
        head_dim: 'kv_channels',
        vocab_size: 'override_vocab_size',
        tie_word_embeddings: 'share_embeddings_and_output_weights',
        max_position_embeddings: 'max_position_embeddings',
      },
      constants: {
        attention_bias: bias,
        mlp_bias: bias,
        ...(fields.has('share_embeddings_and_output_weights') ? {} : { tie_word_embeddings: true }),
      },
      ...(tokenizer === undefined ? {} : { tokenizer }),
      vocabularyMultiple:
        (fields.optionalCount('make_vocab_size_divisible_by') ?? 128) *
        (fields.optionalCount('tensor_model_parallel_size') ?? 1),
    };
  },
});
