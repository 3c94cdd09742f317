import { flops } from '../../units/quantity';
import { bytesPerElement } from '../../workload/dtype';
import { type Primitive, tokensOf, traffic } from './primitive';

export interface LinearAttentionSpec {
  readonly heads: number;
  readonly headDim: number;
}

/**
 * (V·Kᵀ)·Q with ReLU for the softmax (arXiv:2410.10629, arXiv:2205.14756): first a (d + 1) × d state from all
 * positions, its last row the normaliser, then that state times each query: 4 · positions · d · (d + 1) per head.
 */
export const linearAttention = ({ heads, headDim }: LinearAttentionSpec): Primitive => ({
  kind: 'linear-attention',
  parameters: 0,
  quantised: false,
  operators: (pass) => {
    const tokens = tokensOf(pass);
    const element = bytesPerElement(pass.formats.activation);
    const state = pass.sequences * heads * headDim * (headDim + 1);
    return [
      {
        category: 'attention',
        flops: flops(4 * tokens * heads * headDim * (headDim + 1)),
        bytes: traffic({
          read: (3 * tokens * heads * headDim + state) * element,
          written: (tokens * heads * headDim + state) * element,
        }),
        dtype: pass.formats.activation,
        parallel: 'heads',
      },
    ];
  },
});
