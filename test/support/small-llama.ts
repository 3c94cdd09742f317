import { readModel } from '../../src/core/models/read';

/** A decoder that is quick to compare: eight layers, grouped queries. */
export const smallLlama = readModel(
  JSON.stringify({
    model_type: 'llama',
    hidden_size: 1024,
    intermediate_size: 4096,
    num_hidden_layers: 8,
    num_attention_heads: 16,
    num_key_value_heads: 4,
    vocab_size: 32000,
    torch_dtype: 'bfloat16',
  }),
  'small.json',
);
