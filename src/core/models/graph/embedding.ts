import { bytesPerElement } from '../../workload/dtype';
import { plainFormat, type Primitive, tokensOf, traffic } from './primitive';

export interface EmbeddingSpec {
  readonly rows: number;
  readonly width: number;
  /** Rows gathered per position (pooled lookups); 1 unless said. */
  readonly lookups?: number;
}

/** A table lookup: each position gathers `lookups` rows of `width` elements. */
export const embedding = (spec: EmbeddingSpec): Primitive => ({
  kind: 'embedding',
  parameters: spec.rows * spec.width,
  quantised: false,
  operators: (pass) => {
    const format = plainFormat(pass.formats);
    const gathered = tokensOf(pass) * (spec.lookups ?? 1) * spec.width;
    return [
      {
        category: 'embedding',
        bytes: traffic({
          weights: gathered * bytesPerElement(format),
          written: tokensOf(pass) * spec.width * bytesPerElement(pass.formats.activation),
        }),
        dtype: pass.formats.activation,
        weightDtype: format,
        parallel: 'vocabulary',
      },
    ];
  },
});
