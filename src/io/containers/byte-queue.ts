/** Bytes taken from a stream as they are asked for; what is not needed can be put back. */
export class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>;
  #next: Uint8Array | undefined;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#source = chunks[Symbol.asyncIterator]();
  }

  /** The next chunk, whatever its length; undefined at the end. */
  async chunk(): Promise<Uint8Array | undefined> {
    const waiting = this.#next;
    this.#next = undefined;
    if (waiting !== undefined) return waiting;
    const next = await this.#source.next();
    return next.done === true ? undefined : next.value;
  }

  /** Gives bytes back, to be taken next. */
  putBack(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#next = this.#next === undefined ? bytes : Buffer.concat([bytes, this.#next]);
  }

  /** So many bytes, or fewer where the stream ends. */
  async take(count: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length < count) {
      const chunk = await this.chunk();
      if (chunk === undefined) break;
      parts.push(chunk);
      length += chunk.length;
    }
    const whole = Buffer.concat(parts);
    this.putBack(whole.subarray(count));
    return whole.subarray(0, count);
  }

  /** So many bytes, or fewer where the stream ends, as they come. */
  async *run(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0;) {
      const chunk = await this.chunk();
      if (chunk === undefined) return;
      this.putBack(chunk.subarray(left));
      yield chunk.subarray(0, left);
      left -= Math.min(left, chunk.length);
    }
  }

  /** Lets go of the stream. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
