import { flops } from '../../../units/quantity';
import { bytesPerElement } from '../../../workload/dtype';
import { linear } from '../../graph/linear';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { norm } from '../../graph/norm';
import { type Primitive, tokensOf, traffic } from '../../graph/primitive';

/** Picks the positions that sparse attention looks at (DeepSeek-V3.2, "lightning indexer"). */
export interface IndexerSpec {
  readonly heads: number;
  readonly dim: number;
  /** Positions picked per query. */
  readonly selected: number;
}

/**
 * Scores of all earlier positions, or of compressed ones that stand for `ratio` each: 2·q·s·(d + 1) per head, the 1
 * being the weighted sum over heads.
 */
export const indexScores = ({ heads, dim }: Pick<IndexerSpec, 'heads' | 'dim'>, ratio = 1): Primitive => ({
  kind: 'attention',
  parameters: 0,
  quantised: false,
  operators: (pass) => {
    const tokens = tokensOf(pass);
    const element = bytesPerElement(pass.formats.activation);
    const keys = Math.floor(pass.context / ratio);
    return [
      {
        category: 'attention',
        flops: flops(2 * tokens * keys * heads * (dim + 1)),
        bytes: traffic({
          read: tokens * heads * dim * element,
          // Index keys are kept in fp8: one byte per element.
          kvRead: pass.sequences * keys * dim,
          kvWritten: (tokens * dim) / ratio,
          written: tokens * keys * element,
        }),
        dtype: 'fp8',
        shape: { kind: 'matmul', m: tokens * heads, n: keys, k: dim },
        parallel: 'replicated',
      },
    ];
  },
});

export const indexerNode = (hidden: number, queryWidth: number, spec: IndexerSpec): ModuleNode =>
  group('indexer', [
    leaf('wq_b', linear({ in: queryWidth, out: spec.heads * spec.dim, parallel: 'replicated' })),
    leaf('wk', linear({ in: hidden, out: spec.dim, parallel: 'replicated' })),
    leaf('k_norm', norm({ width: spec.dim, weights: 'scale-shift' })),
    leaf('weights_proj', linear({ in: hidden, out: spec.heads, parallel: 'replicated' })),
    leaf('scores', indexScores(spec)),
  ]);
