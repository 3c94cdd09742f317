import type { Trace } from '../columns';
import type { EventReader } from '../written/event';
import type { OpenDatabase } from './database';

/** Something that can stop reading; an AbortSignal is one. */
export interface Cancellation {
  readonly aborted: boolean;
}

export interface ReadOptions {
  /** How to name the trace. */
  readonly name?: string;
  readonly signal?: Cancellation;
  /** Called after each chunk with the bytes read so far, after decompression. */
  readonly onProgress?: (bytes: number) => void;
  /** Absent where there is no file system to open a database on. */
  readonly openDatabase?: OpenDatabase;
  /** Reads JSON events one by one in plain JavaScript: slower, and the same trace. For tests and the bench. */
  readonly oneByOne?: boolean;
}

/** Takes a trace's bytes as they come. */
export interface FormatReader {
  feed(chunk: Uint8Array): void;
  /** Called once after the last chunk. @throws Problem when there is no trace in it. */
  end(name: string): Trace;
}

/** A trace format. `sniff` sees the first bytes (up to 64 KiB) and never throws. */
export interface TraceFormat {
  readonly id: string;
  readonly title: string;
  readonly sniff: (head: Uint8Array) => boolean;
  readonly read: (options: ReadOptions) => FormatReader;
  /** Reads the event of one slice once more, with all that the file says of it; absent of formats whose places are noted. */
  readonly reread?: (row: number) => EventReader;
}
