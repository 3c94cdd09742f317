/** Passes over an object or array of any size, byte by byte over any number of windows. */
export class ContainerSkipper {
  #depth = 0;
  #inText = false;
  #escaped = false;
  done = false;

  start(): void {
    this.#depth = 0;
    this.#inText = false;
    this.#escaped = false;
    this.done = false;
  }

  /** Returns where it got to: the position after the container once `done`. */
  skip(bytes: Uint8Array, from: number, end: number): number {
    for (let p = from; p < end; p++) {
      const c = bytes[p] ?? 0;
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (c === 92) this.#escaped = true;
        else if (c === 34) this.#inText = false;
      } else if (c === 34) this.#inText = true;
      else if (c === 123 || c === 91) this.#depth++;
      else if ((c === 125 || c === 93) && --this.#depth === 0) {
        this.done = true;
        return p + 1;
      }
    }
    return end;
  }
}
