/** Bytes of an element by its number in c10/core/ScalarType.h. */
const BYTES: ReadonlyMap<string, number> = new Map([
  ['1', 1],
  ['3', 4],
  ['5', 2],
  ['6', 4],
  ['7', 8],
  ['15', 2],
  ['23', 1],
  ['24', 1],
]);

/** Which input is `out_dtype` (aten/src/ATen/native/native_functions.yaml). */
const OUTPUT_TYPE_AT: ReadonlyMap<string, number> = new Map([
  ['aten::_scaled_mm', 6],
  ['aten::_scaled_mm_v2', 9],
  ['aten::_scaled_grouped_mm', 7],
  ['aten::_grouped_mm', 4],
]);

/** Bytes of an element that comes out, where the operator or its inputs tell; otherwise it is like the first input's. */
export const outputBytes = (operator: string, concrete: readonly string[]): number | undefined => {
  // Products of 8-bit integers are summed in 32 bits.
  if (operator === 'aten::_int_mm') return 4;
  return BYTES.get(concrete[OUTPUT_TYPE_AT.get(operator) ?? -1] ?? '');
};
