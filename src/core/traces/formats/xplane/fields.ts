/** A field of a protobuf message: where its value begins (of a message or text its length) and where it ends. */
export interface Field {
  readonly tag: number;
  readonly from: number;
  readonly end: number;
}

/** Undefined where the bytes end before the number does. */
const varintAt = (
  bytes: Uint8Array,
  at: number,
): { readonly value: number; readonly next: number } | undefined => {
  let value = 0;
  for (let place = 0; place < 10; place++) {
    const byte = bytes[at + place];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * place);
    if (byte < 0x80) return { value, next: at + place + 1 };
  }
  throw new Error('a number of more than 10 bytes');
};

/**
 * The field that begins at a byte; it may reach beyond the bytes there are. Undefined where not even its length is there.
 * @throws Error where no field begins
 */
export const fieldAt = (bytes: Uint8Array, at: number): Field | undefined => {
  const key = varintAt(bytes, at);
  if (key === undefined) return undefined;
  const { value, next: from } = key;
  const tag = Math.floor(value / 8);
  switch (value % 8) {
    case 0: {
      const number = varintAt(bytes, from);
      return number && { tag, from, end: number.next };
    }
    case 1:
      return { tag, from, end: from + 8 };
    case 2: {
      const length = varintAt(bytes, from);
      return length && { tag, from, end: length.next + length.value };
    }
    case 5:
      return { tag, from, end: from + 4 };
    default:
      throw new Error(`no field of type ${value % 8}`);
  }
};
