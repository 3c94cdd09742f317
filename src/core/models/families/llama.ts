import { decoder } from '../decoder/architecture';
import type { AttentionPart } from '../decoder/parts/attention';
import { readHead, readHeads, readLayers } from '../decoder/read';
import type { DecoderNames, DecoderSpec, NormWeights } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';

/** Module names of transformers' Llama and of the many families built after it. */
export const LLAMA_NAMES: DecoderNames = {
  layers: 'model.layers',
  embedding: 'model.embed_tokens',
  embeddingNorm: 'model.embed_layernorm',
  mixer: 'self_attn',
  query: 'q_proj',
  key: 'k_proj',
  value: 'v_proj',
  out: 'o_proj',
  ffn: 'mlp',
  gate: 'gate_proj',
  up: 'up_proj',
  down: 'down_proj',
  router: 'gate',
  experts: 'experts',
  sharedExperts: 'shared_experts',
  finalNorm: 'model.norm',
  head: 'lm_head',
};

/** What sets a family apart from Llama 2; what is absent is as there. */
export interface LlamaOptions {
  readonly qkvBias?: boolean;
  readonly outBias?: boolean;
  readonly mlpBias?: boolean;
  readonly headBias?: boolean;
  /** Whether the head is tied when the config does not say. */
  readonly tied?: boolean;
  readonly norm?: NormWeights;
  readonly norms?: readonly string[];
  readonly attention?: Partial<AttentionPart>;
  /** Of the feed-forward part; on unless said. */
  readonly gated?: boolean;
  /** One matrix for gate and up. */
  readonly fusedFfn?: string;
  readonly names?: Partial<DecoderNames>;
}

export const llamaAttention = (fields: Fields, options: LlamaOptions): AttentionPart => ({
  kind: 'attention',
  ...readHeads(fields),
  qkvBias: options.qkvBias ?? false,
  outBias: options.outBias ?? false,
  ...options.attention,
});

export const llamaSpec = (fields: Fields, options: LlamaOptions = {}): DecoderSpec => ({
  vocabulary: fields.count('vocab_size'),
  hidden: fields.count('hidden_size'),
  layers: [
    {
      count: readLayers(fields),
      mixer: llamaAttention(fields, options),
      ffn: {
        kind: 'dense',
        width: fields.count('intermediate_size'),
        gated: options.gated ?? true,
        bias: options.mlpBias ?? false,
        ...(options.fusedFfn === undefined ? {} : { fused: options.fusedFfn }),
      },
      norms: options.norms ?? ['input_layernorm', 'post_attention_layernorm'],
    },
  ],
  norm: options.norm ?? 'scale',
  rotary: true,
  head: readHead(fields, { tied: options.tied ?? false, bias: options.headBias ?? false }),
  names: { ...LLAMA_NAMES, ...options.names },
});

/** Llama 1–3: RMSNorm, rotary positions, grouped-query attention, SwiGLU (arXiv:2302.13971, arXiv:2407.21783). */
export const llama: Family = {
  id: 'llama',
  modelTypes: ['llama'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', false);
    return decoder(
      llamaSpec(fields, { qkvBias: bias, outBias: bias, mlpBias: fields.flag('mlp_bias', false) }),
    );
  },
};
