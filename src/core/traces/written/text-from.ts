import { Cancelled, DamagedInput } from '../faults';
import type { Cancellation } from '../formats/format';
import { Transcoder } from '../scan/transcoder';

/** A trace's bytes once more. */
export interface Resumed {
  /** Which of the unpacked bytes the first one is. */
  readonly at: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Opens a trace's unpacked bytes again, at one of them or, where that cannot be reached by itself, before it.
 * @throws Problem where the file is gone or has changed since it was read
 */
export type Reopen = (byte: number) => Promise<Resumed>;

export interface TextOptions {
  /** Whether the file's text is not UTF-8, which bytes of it are counted in. */
  readonly isTranscoded: boolean;
  readonly signal: Cancellation;
  /** Hears which byte it has come to. */
  readonly onPosition: (byte: number) => void;
}

/** The text of a trace from a byte on; what cannot be unpacked ends it. @throws Cancelled */
export async function* textFrom(
  reopen: Reopen,
  from: number,
  { isTranscoded, signal, onPosition }: TextOptions,
): AsyncGenerator<Uint8Array> {
  const { at, chunks } = await reopen(isTranscoded ? 0 : from);
  const transcoder = new Transcoder();
  let position = at;
  try {
    for await (const raw of chunks) {
      if (signal.aborted) throw new Cancelled();
      const chunk = isTranscoded ? transcoder.convert(raw) : raw;
      const start = position;
      position += chunk.length;
      onPosition(position);
      if (position > from) yield start >= from ? chunk : chunk.subarray(from - start);
    }
  } catch (error) {
    if (!(error instanceof DamagedInput)) throw error;
  }
}
