import { bytesPerElement } from '../../workload/dtype';
import { matmulFlops, type Primitive, tokensOf, traffic } from './primitive';

export interface MatmulSpec {
  /** Columns of the result per position. */
  readonly out: number;
  /** Length of the dot products. */
  readonly depth: number;
}

/** A product of two activations: similarities, interactions, attention written out. No weights. */
export const matmul = (spec: MatmulSpec): Primitive => ({
  kind: 'matmul',
  parameters: 0,
  quantised: false,
  operators: (pass) => {
    const rows = tokensOf(pass);
    const element = bytesPerElement(pass.formats.activation);
    return [
      {
        category: 'linear',
        flops: matmulFlops(rows, spec.out, spec.depth),
        bytes: traffic({
          read: (rows + pass.sequences * spec.out) * spec.depth * element,
          written: rows * spec.out * element,
        }),
        dtype: pass.formats.activation,
        shape: { kind: 'matmul', m: pass.query, n: spec.out, k: spec.depth, groups: pass.sequences },
        parallel: 'replicated',
      },
    ];
  },
});
