import { decoder } from '../../decoder/architecture';
import type { Ffn } from '../../decoder/parts/ffn';
import { readLayers } from '../../decoder/read';
import type { DecoderSpec } from '../../decoder/spec';
import { LLAMA_NAMES } from '../../families/llama';
import { Fields } from '../../fields';
import type { ConfigFormat } from '../format';
import { modelName } from '../huggingface/name';

const NAMES: DecoderSpec['names'] = {
  ...LLAMA_NAMES,
  layers: 'decoder.layers',
  embedding: 'embedding.word_embeddings',
  positions: 'embedding.position_embeddings',
  mixer: 'self_attention',
  out: 'linear_proj',
  up: 'linear_fc1',
  down: 'linear_fc2',
  router: 'router',
  finalNorm: 'decoder.final_layernorm',
  head: 'output_layer',
};

/** What changes the architecture and is not modelled. */
const REFUSED = [
  'multi_latent_attention',
  'moe_layer_freq',
  'hybrid_override_pattern',
  'squared_relu',
  'encoder_num_layers',
];

/** Megatron fills the vocabulary up to a multiple for every tensor-parallel rank. */
const vocabularyOf = (fields: Fields): number => {
  const padded = fields.optionalCount('padded_vocab_size');
  if (padded !== undefined) return padded;
  const own =
    fields.optionalCount('vocab_size') ??
    fields.fail(
      'num_layers',
      'the vocabulary is the tokenizer’s; expected --vocab-size or --padded-vocab-size beside the other arguments',
    );
  const multiple =
    (fields.optionalCount('make_vocab_size_divisible_by') ?? 128) *
    (fields.optionalCount('tensor_model_parallel_size') ?? 1);
  return multiple * Math.ceil(own / multiple);
};

/** The inner width where it is not given: 4 h, or for a gated one two thirds of it in steps of 64. */
const innerWidth = (fields: Fields, hidden: number, gated: boolean): number =>
  fields.optionalCount('ffn_hidden_size') ??
  (gated ? Math.floor((4 * hidden * 2) / 3 / 64) * 64 : 4 * hidden);

const feedForward = (fields: Fields, hidden: number, bias: boolean): Ffn => {
  const gated = fields.flag('swiglu', false);
  const width = innerWidth(fields, hidden, gated);
  const experts = fields.optionalCount('num_experts');
  if (experts === undefined)
    return { kind: 'dense', width, gated, bias, ...(gated ? { fused: 'linear_fc1' } : {}) };
  const shared = fields.optionalCount('moe_shared_expert_intermediate_size');
  return {
    kind: 'experts',
    experts,
    perToken: fields.optionalCount('moe_router_topk') ?? 2,
    width: fields.optionalCount('moe_ffn_hidden_size') ?? width,
    gated,
    bias,
    routerBias: false,
    ...(shared === undefined ? {} : { sharedWidth: shared }),
  };
};

const specOf = (fields: Fields): DecoderSpec => {
  for (const name of REFUSED)
    if (fields.has(name) && !fields.isFalse(name))
      fields.fail(name, `not known: --${name.replace(/_/g, '-')}`);
  const hidden = fields.count('hidden_size');
  const heads = fields.count('num_attention_heads');
  const bias = !fields.flag('disable_bias_linear', false);
  const grouped = fields.flag('group_query_attention', false);
  const kvHeads = grouped ? fields.count('num_query_groups') : heads;
  const headDim = fields.optionalCount('kv_channels') ?? hidden / heads;
  if (!Number.isInteger(headDim) || heads % kvHeads !== 0)
    fields.fail(
      'num_attention_heads',
      `${heads} heads of ${hidden} elements with ${kvHeads} query groups; expected divisors`,
    );
  const rotary =
    fields.optionalText('position_embedding_type') === 'rope' ||
    fields.flag('use_rotary_position_embeddings', false);
  const learned =
    !rotary && (fields.optionalText('position_embedding_type') ?? 'learned_absolute') === 'learned_absolute';
  const rms = (fields.optionalText('normalization') ?? 'LayerNorm').toLowerCase() === 'rmsnorm';
  return {
    vocabulary: vocabularyOf(fields),
    hidden,
    layers: [
      {
        count: readLayers(fields, 'num_layers'),
        mixer: {
          kind: 'attention',
          heads,
          kvHeads,
          headDim,
          qkvBias: bias || fields.flag('add_qkv_bias', false),
          outBias: bias,
          fused: 'linear_qkv',
          ...(fields.flag('qk_layernorm', false) ? { qkNorm: 'head' as const } : {}),
        },
        ffn: feedForward(fields, hidden, bias),
        norms: ['input_layernorm', 'pre_mlp_layernorm'],
      },
    ],
    norm: rms ? 'scale' : 'scale-shift',
    rotary,
    ...(learned ? { learnedPositions: fields.count('max_position_embeddings') } : {}),
    head: {
      kind: 'language',
      tied: !fields.flag('untie_embeddings_and_output_weights', false),
      bias: false,
    },
    names: NAMES,
  };
};

/** Megatron-LM's arguments (megatron/training/arguments.py), as a launch script gives them. */
export const megatron: ConfigFormat = {
  id: 'megatron',
  sniff: ({ value }) =>
    ['num_layers', 'hidden_size', 'num_attention_heads'].every((key) => value.entries.has(key)) &&
    ['micro_batch_size', 'tensor_model_parallel_size', 'seq_length'].some((key) => value.entries.has(key)) &&
    !value.entries.has('pipe_parallel_size'),
  read: ({ text, value, name }) => {
    const fields = new Fields(text, value);
    const architecture = decoder(specOf(fields));
    const maxContext = fields.optionalCount('max_position_embeddings');
    const half = fields.flag('fp16', false);
    return {
      ...architecture,
      name: modelName(fields, name).replace(/\.sh$/, ''),
      format: 'megatron',
      family: 'megatron-gpt',
      dtype: { value: half ? 'fp16' : 'bf16', declared: half || fields.flag('bf16', false) },
      ...(maxContext === undefined ? {} : { maxContext }),
      fields: fields.used,
    };
  },
};
