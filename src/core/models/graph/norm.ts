import { bytesPerElement } from '../../workload/dtype';
import { plainFormat, type Primitive, tokensOf, traffic } from './primitive';

export interface NormSpec {
  readonly width: number;
  /** RMSNorm has a scale; LayerNorm a scale and a shift; some norms have neither. */
  readonly weights: 'scale' | 'scale-shift' | 'none';
  /** Vectors normalised per position (per-head norms share one scale); 1 unless said. */
  readonly vectors?: number;
}

export const norm = (spec: NormSpec): Primitive => {
  const parameters = { scale: spec.width, 'scale-shift': 2 * spec.width, none: 0 }[spec.weights];
  return {
    kind: 'norm',
    parameters,
    quantised: false,
    operators: (pass) => {
      const moved =
        tokensOf(pass) * (spec.vectors ?? 1) * spec.width * bytesPerElement(pass.formats.activation);
      return [
        {
          category: 'normalisation',
          ...(spec.weights === 'scale' ? { chain: 'rms-norm' } : {}),
          bytes: traffic({
            weights: parameters * bytesPerElement(plainFormat(pass.formats)),
            read: moved,
            written: moved,
          }),
          dtype: pass.formats.activation,
          parallel: 'replicated',
        },
      ];
    },
  };
};
