/**
 * Buffers that files are read into, used again once a reader has copied what it needs: memory that was touched before is
 * filled several times as fast as new memory. Only who knows that nobody else holds a chunk gives it back.
 */

const MOST_SPARE = 4;

const lent = new WeakSet<ArrayBufferLike>();
const spare: ArrayBufferLike[] = [];

/** A buffer that is free, or `undefined` where there is none of this size; to be followed by `lend`. */
export const takeSpare = (size: number): ArrayBufferLike | undefined => {
  const place = spare.findIndex(({ byteLength }) => byteLength === size);
  return place < 0 ? undefined : spare.splice(place, 1)[0];
};

/** Marks a buffer as one that may be given back. */
export const lend = (buffer: ArrayBufferLike): void => {
  lent.add(buffer);
};

/** Says that a chunk was used up; chunks of other makers are left alone. */
export const giveBack = ({ buffer }: Uint8Array): void => {
  if (lent.delete(buffer) && spare.length < MOST_SPARE) spare.push(buffer);
};
