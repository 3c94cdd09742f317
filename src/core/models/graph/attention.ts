import { flops } from '../../units/quantity';
import { bytesPerElement } from '../../workload/dtype';
import { type Pass, type Primitive, type StreamShape, tokensOf, traffic } from './primitive';

export interface AttentionSpec {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Width of a value vector where it differs from the key's. */
  readonly valueDim?: number;
  readonly causal: boolean;
  /** Positions a query can look back, itself included. */
  readonly window?: number;
  /** Keys and values come from this stream (cross-attention). */
  readonly keysFrom?: string;
  /** Keys and values are kept for later passes. */
  readonly cached: boolean;
  /** Cached elements per position where they are not 2 × kvHeads × headDim (latent caches). */
  readonly cachedElements?: number;
  /** Learned per-head logits or other small weights. */
  readonly parameters?: number;
}

const keyLength = (spec: AttentionSpec, pass: Pass): number => {
  const keys: StreamShape = spec.keysFrom === undefined ? pass : (pass.streams[spec.keysFrom] ?? pass);
  return keys.context;
};

/**
 * softmax(Q·Kᵀ)·V: 2·q·s·(d + dᵥ) operations per head and sequence, for q new positions that look at s.
 * Through a window a single position sees no more than the window; a pass of many is counted in full, as its mask
 * is, and its shape tells how many positions each query sees.
 * Bytes are those of a fused kernel (FlashAttention): Q, K and V read once, the output written, no S × S matrix.
 */
export const attention = (spec: AttentionSpec): Primitive => {
  const valueDim = spec.valueDim ?? spec.headDim;
  const cachedElements = spec.cachedElements ?? spec.kvHeads * (spec.headDim + valueDim);
  return {
    kind: 'attention',
    parameters: spec.parameters ?? 0,
    quantised: false,
    ...(spec.cached && spec.keysFrom === undefined
      ? {
          state: {
            elementsPerPosition: cachedElements,
            ...(spec.window === undefined ? {} : { window: spec.window }),
          },
        }
      : {}),
    operators: (pass) => {
      const all = keyLength(spec, pass);
      const visible = Math.min(all, spec.window ?? Infinity);
      const keys = pass.query === 1 ? visible : all;
      const tokens = tokensOf(pass);
      const activation = bytesPerElement(pass.formats.activation);
      const kv = spec.cached ? bytesPerElement(pass.formats.kv) : activation;
      const newPositions = spec.cached && spec.keysFrom === undefined ? tokens : 0;
      return [
        {
          category: 'attention',
          flops: flops(2 * tokens * keys * spec.heads * (spec.headDim + valueDim)),
          bytes: traffic({
            read: tokens * spec.heads * spec.headDim * activation,
            written: tokens * spec.heads * valueDim * activation,
            kvRead: pass.sequences * keys * cachedElements * kv,
            kvWritten: newPositions * cachedElements * kv,
          }),
          dtype: pass.formats.activation,
          shape: {
            kind: 'attention',
            sequences: pass.sequences,
            heads: spec.heads,
            kvHeads: spec.kvHeads,
            query: pass.query,
            context: visible,
            headDim: spec.headDim,
            valueDim,
            causal: spec.causal,
          },
          parallel: 'heads',
        },
      ];
    },
  };
};
