import { flops } from '../../units/quantity';
import { bytesPerElement } from '../../workload/dtype';
import { plainFormat, type Primitive, tokensOf, traffic } from './primitive';

export interface EmbeddingBagSpec {
  readonly rows: number;
  readonly width: number;
  /** Rows gathered and added up per sample. */
  readonly lookups: number;
}

/** A pooled lookup (SparseLengthsSum): gathers rows and adds them, lookups − 1 additions per element. */
export const embeddingBag = (spec: EmbeddingBagSpec): Primitive => ({
  kind: 'embedding-bag',
  parameters: spec.rows * spec.width,
  activeParameters: spec.lookups * spec.width,
  quantised: false,
  operators: (pass) => {
    const format = plainFormat(pass.formats);
    const samples = tokensOf(pass);
    return [
      {
        category: 'embedding',
        flops: flops(samples * (spec.lookups - 1) * spec.width),
        bytes: traffic({
          weights: samples * spec.lookups * spec.width * bytesPerElement(format),
          written: samples * spec.width * bytesPerElement(pass.formats.activation),
        }),
        dtype: pass.formats.activation,
        weightDtype: format,
        parallel: 'vocabulary',
      },
    ];
  },
});
