import { bytesPerElement } from '../../workload/dtype';
import {
  arithmeticFormat,
  matmulFlops,
  type ParallelKind,
  plainFormat,
  type Primitive,
  tokensOf,
  traffic,
} from './primitive';

export interface LinearSpec {
  readonly in: number;
  readonly out: number;
  readonly bias?: boolean;
  readonly parallel?: ParallelKind;
  /** Left in the plain format by quantisers (heads, routers). */
  readonly plain?: boolean;
  /** Its matrix is another module's (a head tied to the embedding): read, but not stored again. */
  readonly tied?: boolean;
  /** Serving needs only the last position's row (a language-model head in prefill). */
  readonly lastPositionOnly?: boolean;
}

/** y = x·W (+ b): x is tokens × in, W is in × out. */
export const linear = (spec: LinearSpec): Primitive => {
  const matrix = spec.in * spec.out;
  const bias = spec.bias === true ? spec.out : 0;
  const quantised = spec.plain !== true;
  return {
    kind: 'linear',
    parameters: (spec.tied === true ? 0 : matrix) + bias,
    quantised,
    operators: (pass) => {
      const tokens = tokensOf(pass);
      const last = spec.lastPositionOnly === true && pass.phase !== 'forward';
      const rows = last ? pass.sequences : tokens;
      const weightFormat = quantised ? pass.formats.weight : plainFormat(pass.formats);
      const element = bytesPerElement(pass.formats.activation);
      return [
        {
          category: 'linear',
          flops: matmulFlops(tokens, spec.out, spec.in),
          bytes: traffic({
            weights: (matrix + bias) * bytesPerElement(weightFormat),
            read: rows * spec.in * element,
            written: rows * spec.out * element,
          }),
          dtype: arithmeticFormat(pass.formats, quantised),
          weightDtype: weightFormat,
          shape: { kind: 'matmul', m: rows, n: spec.out, k: spec.in },
          ...(spec.parallel === undefined ? {} : { parallel: spec.parallel }),
        },
      ];
    },
  };
};
