export const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** The pulled chunks first, then what is left of the source. */
export async function* resumed(
  parts: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncIterable<Uint8Array> {
  yield* parts;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** Pulls chunks until there are `wanted` bytes or the source ends. */
export const pull = async (
  source: AsyncIterator<Uint8Array>,
  parts: Uint8Array[],
  wanted: number,
): Promise<boolean> => {
  let size = parts.reduce((sum, { length }) => sum + length, 0);
  while (size < wanted) {
    const next = await source.next();
    if (next.done === true) return true;
    parts.push(next.value);
    size += next.value.length;
  }
  return false;
};
