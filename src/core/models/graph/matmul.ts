import { bytesPerElement } from '../../workload/dtype';
import { matmulFlops, type Primitive, type StreamShape, tokensOf, traffic } from './primitive';

export interface MatmulSpec {
  /** Columns of the result per position; they may follow from the pass. */
  readonly out: number | ((pass: StreamShape) => number);
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
    const out = typeof spec.out === 'number' ? spec.out : spec.out(pass);
    const element = bytesPerElement(pass.formats.activation);
    return [
      {
        category: 'linear',
        flops: matmulFlops(rows, out, spec.depth),
        bytes: traffic({
          read: (rows + pass.sequences * out) * spec.depth * element,
          written: rows * out * element,
        }),
        dtype: pass.formats.activation,
        shape: { kind: 'matmul', m: pass.query, n: out, k: spec.depth, groups: pass.sequences },
        parallel: 'replicated',
      },
    ];
  },
});
