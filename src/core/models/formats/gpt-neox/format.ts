import type { LocatedValue } from '../../../text/located';
import { gptNeox } from '../../families/gpt-neox';
import { type Dialect, dialect } from '../dialect';
import type { ConfigFormat } from '../format';

/** What makes another model of it than GPT-NeoX's own; a gated width stands in files for three times itself, or for itself. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  norm: ['layernorm'],
  activation: ['gelu'],
  pos_emb: ['rotary'],
};

/** The texts in a list of lists. */
const wordsIn = (value: LocatedValue): readonly string[] => {
  if (value.type === 'array') return value.items.flatMap(wordsIn);
  return value.type === 'scalar' && typeof value.value === 'string' ? [value.value] : [];
};

const neox: Dialect = {
  id: 'gpt-neox',
  has: ['pipe_parallel_size', 'num_layers', 'hidden_size', 'num_attention_heads'],
  translate: (fields) => {
    for (const [name, values] of Object.entries(OWN)) {
      const value = fields.optionalText(name);
      if (value !== undefined && !values.includes(value)) fields.fail(name, `not known: ${name} "${value}"`);
    }
    const { value } = fields;
    const attention = value.entries.get('attention_config')?.value;
    if (attention !== undefined && wordsIn(attention).some((word) => /mamba|rwkv|gmlp/.test(word)))
      fields.fail('attention_config', 'not known: attention_config with layers that are no attention');
    if (fields.has('num_experts') || fields.has('moe_num_experts'))
      fields.fail(['num_experts', 'moe_num_experts'], 'not known: experts');
    const hidden = fields.count('hidden_size');
    return {
      family: gptNeox,
      spelling: {
        hidden_size: 'hidden_size',
        intermediate_size: 'intermediate_size',
        num_hidden_layers: 'num_layers',
        num_attention_heads: 'num_attention_heads',
        num_key_value_heads: 'num_kv_heads',
        vocab_size: 'padded_vocab_size',
        max_position_embeddings: 'max_position_embeddings',
      },
      constants: {
        ...(fields.has('intermediate_size') ? {} : { intermediate_size: 4 * hidden }),
        tie_word_embeddings: !fields.flag('no_weight_tying', false),
      },
      vocabularyMultiple:
        (fields.optionalCount('make_vocab_size_divisible_by') ?? 128) *
        (fields.optionalCount('model_parallel_size') ?? 1),
    };
  },
};

/** EleutherAI's GPT-NeoX training files. They leave the vocabulary to the tokenizer, so they are models only with it. */
export const gptNeoxFile: ConfigFormat = {
  ...dialect(neox),
  sniff: (config) => config.vocabulary !== undefined && dialect(neox).sniff(config),
};
