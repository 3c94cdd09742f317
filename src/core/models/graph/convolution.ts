import { bytesPerElement } from '../../workload/dtype';
import { matmulFlops, plainFormat, type Primitive, tokensOf, traffic } from './primitive';

export interface ConvolutionSpec {
  readonly in: number;
  readonly out: number;
  /** One size per dimension: [3, 3], [3, 1, 1] … */
  readonly kernel: readonly number[];
  /** One step per dimension; 1 unless said. */
  readonly stride?: readonly number[];
  /** Channel groups that do not mix; `in` of them is a depthwise convolution. */
  readonly groups?: number;
  /** On unless said, as in PyTorch. */
  readonly bias?: boolean;
  /** Steps up instead of down: each input position meets the whole kernel. */
  readonly transposed?: boolean;
}

const product = (numbers: readonly number[]): number => numbers.reduce((all, n) => all * n, 1);

/**
 * A convolution over 1, 2 or 3 dimensions. Positions of the pass are those of its output, so its work is
 * 2 × positions × out × (in / groups) × kernel (Dumoulin and Visin, arXiv:1603.07285); a transposed one does
 * that per input position, which is one of `stride` output positions.
 */
export const convolution = (spec: ConvolutionSpec): Primitive => {
  const groups = spec.groups ?? 1;
  const kernel = product(spec.kernel);
  const step = product(spec.stride ?? [1]);
  const depth = (spec.in / groups) * kernel;
  const parameters = spec.out * depth + (spec.bias === false ? 0 : spec.out);
  return {
    kind: 'convolution',
    parameters,
    quantised: false,
    operators: (pass) => {
      const written = tokensOf(pass);
      const read = spec.transposed === true ? written / step : written * step;
      const worked = spec.transposed === true ? read : written;
      const element = bytesPerElement(pass.formats.activation);
      const format = plainFormat(pass.formats);
      return [
        {
          category: 'convolution',
          flops: matmulFlops(worked, spec.out, depth),
          bytes: traffic({
            weights: parameters * bytesPerElement(format),
            read: read * spec.in * element,
            written: written * spec.out * element,
          }),
          dtype: pass.formats.activation,
          weightDtype: format,
          shape: { kind: 'convolution', m: worked, n: spec.out, k: depth },
          parallel: 'replicated',
        },
      ];
    },
  };
};
