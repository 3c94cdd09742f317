import { bytesPerElement } from '../../workload/dtype';
import { plainFormat, type Primitive, tokensOf, traffic } from './primitive';

export interface WeightsSpec {
  readonly parameters: number;
  /** Elements read and written per position when it is applied; 0 unless said. */
  readonly width?: number;
}

/** Weights that are added or multiplied as they are: class tokens, position tables, layer scales. */
export const weights = (spec: WeightsSpec): Primitive => ({
  kind: 'weights',
  parameters: spec.parameters,
  quantised: false,
  operators: (pass) => {
    const moved = tokensOf(pass) * (spec.width ?? 0) * bytesPerElement(pass.formats.activation);
    const format = plainFormat(pass.formats);
    return [
      {
        category: 'elementwise',
        bytes: traffic({
          weights: spec.parameters * bytesPerElement(format),
          read: moved,
          written: moved,
        }),
        dtype: pass.formats.activation,
        weightDtype: format,
        parallel: 'replicated',
      },
    ];
  },
});
