type Numbers = Float64Array | Uint32Array | Int32Array | Uint8Array;

/** The same numbers in an array of another length; a shorter one shares the memory, so that the last step copies nothing. */
export const resized = <A extends Numbers>(old: A, length: number): A => {
  if (length <= old.length) return old.subarray(0, length) as A;
  const fresh = new (old.constructor as new (length: number) => A)(length);
  fresh.set(old);
  return fresh;
};

/** Memory that is not touched is not there yet, so growing by much costs nothing and copies less. */
export const GROWTH = 4;

/** A number each push, in a typed array that doubles. For the rarer events; slices have their own loop. */
export class Growable<A extends Numbers> {
  #values: A;
  length = 0;

  constructor(empty: A) {
    this.#values = resized(empty, 64);
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#values = resized(this.#values, this.length * GROWTH);
    this.#values[this.length++] = value;
  }

  /** Pushes the first `count` of some numbers. */
  append(values: Numbers, count: number): void {
    const length = this.length + count;
    if (length > this.#values.length)
      this.#values = resized(this.#values, Math.max(length, this.length * GROWTH));
    this.#values.set(values.subarray(0, count), this.length);
    this.length = length;
  }

  /** The numbers pushed, in an array of exactly their length. */
  done(): A {
    return resized(this.#values, this.length);
  }
}
