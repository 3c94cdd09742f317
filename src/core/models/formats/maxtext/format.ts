import { gemma, gemma2 } from '../../families/gemma';
import type { Family } from '../../families/family';
import { gpt2 } from '../../families/gpt2';
import { gptOss } from '../../families/gpt-oss';
import type { Fields } from '../../fields';
import { llama } from '../../families/llama';
import { llama4Text } from '../../families/llama4';
import { mixtral } from '../../families/mixtral';
import { qwen3 } from '../../families/qwen3';
import { qwen3Next } from '../../families/qwen3-next';
import { dialect } from '../dialect';

/** A decoder block that equals a known family. */
interface Block {
  readonly family: Family;
  /** How many layers one of its layers stands for. */
  readonly layers: number;
  /** Names of its own fields. */
  readonly spelling?: Readonly<Record<string, string>>;
  /** What the family asks for and the block says otherwise. @throws Problem for what the family has not. */
  readonly constants?: (fields: Fields) => Readonly<Record<string, number | boolean>>;
}

/** Three of four layers attend linearly, one to all positions; the shared experts are one as wide as all of them. */
const qwen3NextBlock: Block = {
  family: qwen3Next,
  layers: 1,
  spelling: {
    intermediate_size: 'base_mlp_dim',
    num_experts: 'num_experts',
    moe_intermediate_size: 'base_moe_mlp_dim',
    full_attention_interval: 'inhomogeneous_layer_cycle_interval',
    linear_num_key_heads: 'gdn_num_key_heads',
    linear_num_value_heads: 'gdn_num_value_heads',
    linear_key_head_dim: 'gdn_key_head_dim',
    linear_value_head_dim: 'gdn_value_head_dim',
    linear_conv_kernel_dim: 'gdn_conv_kernel_dim',
  },
  constants: (fields) => ({
    shared_expert_intermediate_size:
      (fields.optionalCount('shared_experts', 0) ?? 1) * fields.count('base_moe_mlp_dim'),
  }),
};

/** Every fourth layer sees all positions without rotary ones. */
const LLAMA4_INTERVAL = 4;

const llama4Block: Block = {
  family: llama4Text,
  layers: 1,
  spelling: {
    intermediate_size: 'base_moe_mlp_dim',
    intermediate_size_mlp: 'base_mlp_dim',
    interleave_moe_layer_step: 'interleave_moe_layer_step',
    attention_chunk_size: 'chunk_attn_window_size',
  },
  constants: (fields) => {
    if (fields.flag('use_multimodal', false))
      fields.fail('use_multimodal', 'not known: llama4 with images in MaxText; expected the config.json');
    const interval = fields.optionalCount('nope_layer_interval');
    if (interval !== undefined && interval !== LLAMA4_INTERVAL)
      fields.fail(
        'nope_layer_interval',
        `not known: nope_layer_interval ${interval}; expected ${LLAMA4_INTERVAL}`,
      );
    const shared = fields.optionalCount('shared_experts', 0);
    if (shared !== undefined && shared !== 1)
      fields.fail('shared_experts', `not known: ${shared} shared experts in llama4; expected 1`);
    return {};
  },
};

/** GPT-2 in all but its sizes: learned positions, norms and projections with biases, a tied head. */
const gpt3Block: Block = {
  family: gpt2,
  layers: 1,
  spelling: { n_inner: 'base_mlp_dim', n_positions: 'trainable_position_size' },
  constants: (fields) => {
    const width = fields.count('base_num_query_heads') * fields.count('head_dim');
    if (width !== fields.count('base_emb_dim'))
      fields.fail('head_dim', `not known: heads of ${width} in all in gpt3; expected base_emb_dim`);
    return {};
  },
};

/** MaxText's decoder blocks that equal a known family. */
const BLOCKS: Readonly<Record<string, Block>> = {
  llama2: { family: llama, layers: 1 },
  mistral: { family: llama, layers: 1 },
  mixtral: { family: mixtral, layers: 1 },
  gemma: { family: gemma, layers: 1 },
  gemma2: { family: gemma2, layers: 2 },
  qwen3: { family: qwen3, layers: 1 },
  gpt_oss: { family: gptOss, layers: 1 },
  qwen3_next: qwen3NextBlock,
  llama4: llama4Block,
  gpt3: gpt3Block,
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
        ...block.spelling,
      },
      constants: {
        ...(block.layers === 1
          ? {}
          : { num_hidden_layers: block.layers * fields.count('base_num_decoder_layers') }),
        ...(fields.has('logits_via_embedding') ? {} : { tie_word_embeddings: false }),
        ...block.constants?.(fields),
      },
    };
  },
});
