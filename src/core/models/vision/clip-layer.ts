import type { EncoderLayer } from '../encoder/layer';

/** A block in the spelling that transformers' CLIP and SigLIP share. */
export const clipLayer = (size: {
  readonly width: number;
  readonly heads: number;
  readonly headDim: number;
  readonly inner: number;
  readonly causal?: boolean;
}): EncoderLayer => ({
  width: size.width,
  norms: ['layer_norm1', 'layer_norm2'],
  attention: {
    name: 'self_attn',
    names: { query: 'q_proj', key: 'k_proj', value: 'v_proj', out: 'out_proj' },
    heads: size.heads,
    headDim: size.headDim,
    causal: size.causal ?? false,
    fields: ['hidden_size', 'num_attention_heads'],
  },
  ffn: { name: 'mlp', inner: size.inner, fields: ['intermediate_size', 'hidden_size'] },
});
