import { decoder } from '../decoder/architecture';
import { readHeads, readLayers } from '../decoder/read';
import type { Family } from './family';
import { LLAMA_NAMES, llamaSpec } from './llama';

/** ChatGLM2, ChatGLM3 and GLM-4 in their own code: grouped-query attention, SwiGLU, fused projections. */
export const chatglm: Family = {
  id: 'chatglm',
  modelTypes: ['chatglm'],
  read: (fields) => {
    const heads = readHeads(fields, {
      hidden: 'hidden_size',
      heads: 'num_attention_heads',
      kvHeads: [],
      headDim: 'kv_channels',
    });
    const groups = fields.flag('multi_query_attention', false)
      ? fields.count('multi_query_group_num')
      : heads.heads;
    const bias = fields.flag('add_bias_linear', false);
    return decoder({
      vocabulary: fields.count(['padded_vocab_size', 'vocab_size']),
      hidden: fields.count('hidden_size'),
      layers: [
        {
          count: readLayers(fields, ['num_layers', 'num_hidden_layers']),
          mixer: {
            kind: 'attention',
            ...heads,
            kvHeads: groups,
            qkvBias: bias || fields.flag('add_qkv_bias', false),
            outBias: bias,
            fused: 'query_key_value',
          },
          ffn: {
            kind: 'dense',
            width: fields.count('ffn_hidden_size'),
            gated: true,
            bias,
            fused: 'dense_h_to_4h',
          },
          norms: ['input_layernorm', 'post_attention_layernorm'],
        },
      ],
      norm: fields.flag('rmsnorm', true) ? 'scale' : 'scale-shift',
      finalNorm: fields.flag('post_layer_norm', true),
      rotary: true,
      // The class that the config names ChatGLMModel has the head within.
      head: { kind: 'language', tied: fields.flag('tie_word_embeddings', false), bias: false },
      names: {
        ...LLAMA_NAMES,
        layers: 'transformer.encoder.layers',
        embedding: 'transformer.embedding.word_embeddings',
        mixer: 'self_attention',
        out: 'dense',
        down: 'dense_4h_to_h',
        finalNorm: 'transformer.encoder.final_layernorm',
        head: 'transformer.output_layer',
      },
    });
  },
};

/** GLM-4 in transformers: Llama with fused gate and up, biased queries, keys and values; `glm4` has four norms. */
export const glm: Family = {
  id: 'glm',
  modelTypes: ['glm', 'glm4', 'glm4v_text'],
  read: (fields) => {
    const modelType = fields.optionalText('model_type') ?? 'glm';
    return decoder(
      llamaSpec(fields, {
        // The text of the models that see has its biases whatever the config says.
        qkvBias: modelType === 'glm4v_text' || fields.flag('attention_bias', true),
        fusedFfn: 'gate_up_proj',
        ...(modelType !== 'glm'
          ? {
              norms: [
                'input_layernorm',
                'post_self_attn_layernorm',
                'post_attention_layernorm',
                'post_mlp_layernorm',
              ],
            }
          : {}),
      }),
    );
  },
};
