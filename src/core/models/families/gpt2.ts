import { decoder } from '../decoder/architecture';
import { type HeadNames, readHead, readHeads, readLayers } from '../decoder/read';
import type { DecoderNames, DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';

/** Module names of transformers' GPT-2 and its early followers. */
export const GPT_NAMES: DecoderNames = {
  ...LLAMA_NAMES,
  layers: 'transformer.h',
  embedding: 'transformer.wte',
  positions: 'transformer.wpe',
  mixer: 'attn',
  out: 'c_proj',
  up: 'c_fc',
  down: 'c_proj',
  finalNorm: 'transformer.ln_f',
};

const GPT_HEAD_NAMES: HeadNames = {
  hidden: ['n_embd', 'hidden_size'],
  heads: ['n_head', 'num_attention_heads'],
  kvHeads: [],
  headDim: [],
};

/** What sets an early decoder apart from GPT-2; what is absent is as there. */
export interface GptOptions {
  /** Names of the fields of sizes. */
  readonly heads?: Pick<HeadNames, 'hidden' | 'heads'>;
  readonly layers?: readonly string[];
  /** The field of the feed-forward's width, where one may give it; else it is four times the hidden size. */
  readonly inner?: string;
  readonly qkvBias?: boolean;
  readonly outBias?: boolean;
  /** One matrix for queries, keys and values. */
  readonly fused?: string;
  /** One key-value head serves all queries. */
  readonly oneKeyValueHead?: boolean;
  readonly norms?: readonly string[];
  readonly embeddingNorm?: boolean;
  readonly finalNorm?: boolean;
  /** Rows of the position table; without them positions are computed, or turn queries and keys. */
  readonly positions?: number;
  readonly rotary?: boolean;
  readonly tied?: boolean;
  readonly headBias?: boolean;
  readonly names?: Partial<DecoderNames>;
}

/** A decoder of GPT-2's kind: LayerNorm, a plain feed-forward with biases, as many key-value heads as heads. */
export const gptSpec = (fields: Fields, options: GptOptions): DecoderSpec => {
  const names = { ...GPT_HEAD_NAMES, ...options.heads };
  const hidden = fields.count(names.hidden);
  const heads = readHeads(fields, names);
  const given = options.inner === undefined ? undefined : fields.optionalCount(options.inner);
  return {
    vocabulary: fields.count('vocab_size'),
    hidden,
    layers: [
      {
        count: readLayers(fields, options.layers ?? ['n_layer', 'num_hidden_layers']),
        mixer: {
          kind: 'attention',
          ...heads,
          ...(options.oneKeyValueHead === true ? { kvHeads: 1 } : {}),
          qkvBias: options.qkvBias ?? true,
          outBias: options.outBias ?? true,
          ...(options.fused === undefined ? {} : { fused: options.fused }),
        },
        ffn: { kind: 'dense', width: given ?? 4 * hidden, gated: false, bias: true },
        norms: options.norms ?? ['ln_1', 'ln_2'],
      },
    ],
    norm: 'scale-shift',
    ...(options.embeddingNorm === undefined ? {} : { embeddingNorm: options.embeddingNorm }),
    ...(options.finalNorm === undefined ? {} : { finalNorm: options.finalNorm }),
    ...(options.positions === undefined ? {} : { learnedPositions: options.positions }),
    rotary: options.rotary ?? false,
    head: readHead(fields, { tied: options.tied ?? true, bias: options.headBias ?? false }),
    names: { ...GPT_NAMES, ...options.names },
  };
};

/** GPT-2: learned positions, LayerNorm, fused query-key-value, plain feed-forward, all biases, tied head. */
export const gpt2: Family = {
  id: 'gpt2',
  modelTypes: ['gpt2', 'gpt-sw3'],
  read: (fields) =>
    decoder(
      gptSpec(fields, {
        fused: 'c_attn',
        inner: 'n_inner',
        positions: fields.count(['n_positions', 'max_position_embeddings', 'n_ctx']),
      }),
    ),
};

/** The first GPT (Radford et al., 2018): GPT-2 with norms after the parts and none at the end. */
export const openaiGpt: Family = {
  id: 'openai-gpt',
  modelTypes: ['openai-gpt'],
  read: (fields) =>
    decoder(
      gptSpec(fields, {
        fused: 'c_attn',
        finalNorm: false,
        positions: fields.count(['n_positions', 'max_position_embeddings']),
        names: { embedding: 'transformer.tokens_embed', positions: 'transformer.positions_embed' },
      }),
    ),
};

/** SantaCoder and StarCoder: GPT-2 with one key-value head for all queries (arXiv:2305.06161). */
export const gptBigcode: Family = {
  id: 'gpt-bigcode',
  modelTypes: ['gpt_bigcode'],
  read: (fields) =>
    decoder(
      gptSpec(fields, {
        fused: 'c_attn',
        inner: 'n_inner',
        oneKeyValueHead: fields.flag('multi_query', true),
        positions: fields.count(['n_positions', 'max_position_embeddings']),
      }),
    ),
};
