import { bytes } from '../../units/quantity';
import { bytesPerElement } from '../../workload/dtype';
import type { Primitive, StoredFormat } from './primitive';

/** The same primitive with its weights stored in a format of their own, unless a run converts them. */
export const storedAs = (primitive: Primitive, stored: StoredFormat): Primitive => ({
  ...primitive,
  stored,
  operators: (pass) => {
    if (pass.formats.converted === true) return primitive.operators(pass);
    const { dtype, bits } = stored;
    const formats = { ...pass.formats, weight: dtype, plain: dtype, experts: dtype };
    const ratio = bits / 8 / bytesPerElement(dtype);
    return primitive
      .operators({ ...pass, formats })
      .map((draft) =>
        draft.bytes === undefined
          ? draft
          : { ...draft, bytes: { ...draft.bytes, weights: bytes(draft.bytes.weights * ratio) } },
      );
  },
});
