import type { OperatorCategory } from '../../workload/category';
import type { Chain } from '../../workload/chain';
import { bytesPerElement } from '../../workload/dtype';
import type { ParallelKind } from '../../workload/workload';
import { type Primitive, tokensOf, traffic } from './primitive';

export interface ElementwiseSpec {
  /** Elements read and written per position. */
  readonly reads: number;
  readonly writes: number;
  readonly category?: OperatorCategory;
  readonly chain?: Chain;
  readonly parallel?: ParallelKind;
}

/** Activations, residual additions, rotary embeddings: work that moves data and hardly computes. */
export const elementwise = (spec: ElementwiseSpec): Primitive => ({
  kind: 'elementwise',
  parameters: 0,
  quantised: false,
  operators: (pass) => {
    const element = bytesPerElement(pass.formats.activation);
    return [
      {
        category: spec.category ?? 'elementwise',
        ...(spec.chain === undefined ? {} : { chain: spec.chain }),
        bytes: traffic({
          read: tokensOf(pass) * spec.reads * element,
          written: tokensOf(pass) * spec.writes * element,
        }),
        dtype: pass.formats.activation,
        parallel: spec.parallel ?? 'replicated',
      },
    ];
  },
});
