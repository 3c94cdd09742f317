import { deepseekV3 } from '../../families/deepseek';
import { dialect } from '../dialect';

/** The config of DeepSeek's own inference code. A query rank of 0 means that queries are not compressed. */
export const deepseekParams = dialect({
  id: 'deepseek',
  has: ['dim', 'inter_dim', 'n_layers', 'kv_lora_rank'],
  hasNot: ['model_type'],
  translate: (fields) => ({
    family: deepseekV3,
    spelling: {
      hidden_size: 'dim',
      intermediate_size: 'inter_dim',
      moe_intermediate_size: 'moe_inter_dim',
      num_hidden_layers: 'n_layers',
      first_k_dense_replace: 'n_dense_layers',
      num_attention_heads: 'n_heads',
      n_routed_experts: 'n_routed_experts',
      n_shared_experts: 'n_shared_experts',
      num_experts_per_tok: 'n_activated_experts',
      q_lora_rank: 'q_lora_rank',
      kv_lora_rank: 'kv_lora_rank',
      qk_nope_head_dim: 'qk_nope_head_dim',
      qk_rope_head_dim: 'qk_rope_head_dim',
      v_head_dim: 'v_head_dim',
      vocab_size: 'vocab_size',
      index_n_heads: 'index_n_heads',
      index_head_dim: 'index_head_dim',
      index_topk: 'index_topk',
    },
    constants: (fields.optionalCount('q_lora_rank', 0) ?? 0) === 0 ? { q_lora_rank: null } : {},
    ...(fields.optionalText('dtype') === 'fp8'
      ? { dtype: { value: 'fp8', declared: true, activation: 'bf16' } }
      : {}),
  }),
});
