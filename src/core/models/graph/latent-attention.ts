import { flops } from '../../units/quantity';
import { bytesPerElement } from '../../workload/dtype';
import { type Primitive, tokensOf, traffic } from './primitive';

export interface LatentAttentionSpec {
  readonly heads: number;
  /** Width of the compressed keys and values that are cached. */
  readonly rank: number;
  /** Width of the rotary key, cached once for all heads. */
  readonly rope: number;
  /** Width of a query or key without its rotary part. */
  readonly nope: number;
  readonly valueDim: number;
  /** Positions that an indexer lets a query see, at most. */
  readonly selected?: number;
  /** Bytes that the indexer keeps per position. */
  readonly indexBytes?: number;
}

/**
 * Multi-head latent attention (DeepSeek-V2, arXiv:2405.04434). A pass of many positions expands the latent to keys and
 * values per head: 2·q·s·(n + r + v) operations per head. A single position works on the latent itself, the expansion
 * being absorbed into its query and its output: 2·s·(2c + r) per head, with one shared key-value head.
 */
export const latentAttention = (spec: LatentAttentionSpec): Primitive => {
  const { heads, rank, rope, nope, valueDim } = spec;
  const cached = rank + rope;
  return {
    kind: 'attention',
    parameters: 0,
    quantised: false,
    state: {
      elementsPerPosition: cached,
      ...(spec.indexBytes === undefined ? {} : { bytesBeside: spec.indexBytes }),
    },
    operators: (pass) => {
      const absorbed = pass.query === 1;
      const visible = Math.min(pass.context, spec.selected ?? Infinity);
      const keys = absorbed ? visible : pass.context;
      const keyDim = absorbed ? cached : nope + rope;
      const outDim = absorbed ? rank : valueDim;
      const tokens = tokensOf(pass);
      const activation = bytesPerElement(pass.formats.activation);
      const kv = bytesPerElement(pass.formats.kv);
      const expanded = absorbed ? 0 : pass.sequences * keys * heads * (keyDim + outDim) * activation;
      return [
        {
          category: 'attention',
          flops: flops(2 * tokens * keys * heads * (keyDim + outDim)),
          bytes: traffic({
            read: tokens * heads * keyDim * activation + expanded,
            written: tokens * heads * outDim * activation,
            kvRead: pass.sequences * keys * cached * kv,
            kvWritten: tokens * cached * kv,
          }),
          dtype: pass.formats.activation,
          shape: {
            kind: 'attention',
            sequences: pass.sequences,
            heads,
            kvHeads: absorbed ? 1 : heads,
            query: pass.query,
            context: visible,
            headDim: keyDim,
            valueDim: outDim,
            causal: true,
          },
          parallel: 'heads',
        },
      ];
    },
  };
};
