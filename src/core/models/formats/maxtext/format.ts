import { gemma, gemma2 } from '../../families/gemma';
import type { Family } from '../../families/family';
import { gptOss } from '../../families/gpt-oss';
import { llama } from '../../families/llama';
import { mixtral } from '../../families/mixtral';
import { qwen3 } from '../../families/qwen3';
import { dialect } from '../dialect';

/** MaxText's decoder blocks that equal a known family, and how many layers one of its layers stands for. */
const BLOCKS: Readonly<Record<string, { readonly family: Family; readonly layers: number }>> = {
  llama2: { family: llama, layers: 1 },
  mistral: { family: llama, layers: 1 },
  mixtral: { family: mixtral, layers: 1 },
  gemma: { family: gemma, layers: 1 },
  gemma2: { family: gemma2, layers: 2 },
  qwen3: { family: qwen3, layers: 1 },
  gpt_oss: { family: gptOss, layers: 1 },
};

/** MaxText's model YAML (AI-Hypercomputer/maxtext). */
export const maxtext = dialect({
  id: 'maxtext',
  has: ['base_emb_dim', 'base_num_decoder_layers', 'decoder_block'],
  translate: (fields) => {
    const name = fields.optionalText('decoder_block') ?? '';
    const block = BLOCKS[name];
    if (block === undefined) {
      return fields.fail(
        'decoder_block',
        `not known: decoder_block "${name}"; known are ${Object.keys(BLOCKS).join(', ')}`,
      );
    }
    return {
      family: block.family,
      spelling: {
        hidden_size: 'base_emb_dim',
        num_attention_heads: 'base_num_query_heads',
        num_key_value_heads: 'base_num_kv_heads',
        intermediate_size: fields.has('base_moe_mlp_dim') ? 'base_moe_mlp_dim' : 'base_mlp_dim',
        num_hidden_layers: 'base_num_decoder_layers',
        head_dim: 'head_dim',
        vocab_size: 'vocab_size',
        num_local_experts: 'num_experts',
        num_experts_per_tok: 'num_experts_per_tok',
        sliding_window: 'sliding_window_size',
        attention_bias: 'attention_bias',
        tie_word_embeddings: 'logits_via_embedding',
        max_position_embeddings: 'max_position_embeddings',
      },
      constants: {
        ...(block.layers === 1
          ? {}
          : { num_hidden_layers: block.layers * fields.count('base_num_decoder_layers') }),
        ...(fields.has('logits_via_embedding') ? {} : { tie_word_embeddings: false }),
      },
    };
  },
});
