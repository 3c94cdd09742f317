import { flops } from '../../units/quantity';
import { bytesPerElement } from '../../workload/dtype';
import { type Primitive, tokensOf, traffic } from './primitive';

export interface CompressedAttentionSpec {
  readonly heads: number;
  readonly headDim: number;
  readonly window: number;
  readonly compression?: {
    /** Positions that one compressed position stands for. */
    readonly ratio: number;
    /** Compressed positions that a query sees at most. */
    readonly selected?: number;
    /** Width of the key that picks them. */
    readonly indexDim?: number;
  };
}

/**
 * Attention over a window and over compressed positions before it, with one head that is key and value at once
 * (DeepSeek-V4). A single position sees its window and the compressed positions picked for it; a pass of many is
 * counted over all its positions and all compressed ones, as its mask is. A learned sink per head is its only weight.
 */
export const compressedAttention = (spec: CompressedAttentionSpec): Primitive => {
  const { heads, headDim, window, compression } = spec;
  const perPosition =
    compression === undefined
      ? 0
      : // Compressed keys and index keys, both in bf16.
        (2 * (headDim + (compression.indexDim ?? 0))) / compression.ratio;
  return {
    kind: 'attention',
    parameters: heads,
    quantised: false,
    state: { elementsPerPosition: 2 * headDim, window, bytesBeside: perPosition },
    operators: (pass) => {
      const compressed = compression === undefined ? 0 : Math.floor(pass.context / compression.ratio);
      const picked = Math.min(compressed, compression?.selected ?? Infinity);
      const visible = Math.min(pass.context, window) + picked;
      const keys = pass.query === 1 ? visible : pass.context + compressed;
      const tokens = tokensOf(pass);
      const activation = bytesPerElement(pass.formats.activation);
      const kv = bytesPerElement(pass.formats.kv);
      return [
        {
          category: 'attention',
          flops: flops(4 * tokens * keys * heads * headDim),
          bytes: traffic({
            read: tokens * heads * headDim * activation,
            written: tokens * heads * headDim * activation,
            kvRead: pass.sequences * keys * headDim * kv,
            kvWritten: tokens * headDim * kv,
          }),
          dtype: pass.formats.activation,
          shape: {
            kind: 'attention',
            sequences: pass.sequences,
            heads,
            kvHeads: 1,
            query: pass.query,
            context: visible,
            headDim,
            valueDim: headDim,
            causal: true,
          },
          parallel: 'heads',
        },
      ];
    },
  };
};
