import code from './index.wasm';
import { decodeUtf8 } from '../scan/text';
import { allocateMemory, type Cell, moduleOf } from '../wasm';

/** What index.as.ts exports; positions are addresses in its memory, and 0 is none. */
interface Exports {
  readonly allocate: (bytes: number) => number;
  readonly used: () => number;
  readonly count: Cell;
  readonly entryOf: (id: number) => number;
  readonly faults: (id: number) => number;
  readonly markFault: (id: number, fault: number) => void;
  readonly intern: (position: number, length: number) => number;
  readonly internEscaped: (position: number, length: number) => number;
  readonly findText: (position: number, length: number) => number;
  readonly learn: (state: number, position: number, length: number, after: number) => void;
  readonly setPhase: (phase: number, table: number) => void;
  readonly setArgument: (state: number, kind: number, column: number, memoryColumn: number) => void;
  readonly setTimes: (originMicroseconds: bigint, longestNanoseconds: number, memoryName: number) => void;
  readonly scan: (position: number, end: number) => number;
  readonly stopped: Cell;
  readonly events: Cell;
  readonly slices: Cell;
  readonly flows: Cell;
  readonly instants: Cell;
  readonly memories: Cell;
  readonly latest: Cell;
  readonly fractionalTimes: Cell;
}

export type ColumnName =
  | 'sliceStart'
  | 'sliceDuration'
  | 'sliceName'
  | 'sliceCategory'
  | 'sliceTrack'
  | 'argCount'
  | 'argRow'
  | 'argValue'
  | 'flowTime'
  | 'flowTrack'
  | 'flowName'
  | 'flowCategory'
  | 'flowPhase'
  | 'flowId'
  | 'instantTime'
  | 'instantTrack'
  | 'instantName'
  | 'instantCategory'
  | 'memoryTime'
  | 'memoryTrack'
  | 'memoryValues';

const instantiate = moduleOf<Exports & Readonly<Record<ColumnName, Cell>>>(code);

/**
 * The module of AssemblyScript that reads events sixteen bytes at a time and keeps the texts.
 */
export class Scanner {
  readonly calls: Exports & Readonly<Record<ColumnName, Cell>>;
  readonly #memory = allocateMemory('reading a trace');
  #bytes = new Uint8Array(this.#memory.buffer);
  #scratch = 0;
  #scratchLength = 0;
  /** The track of a process and a thread, both as texts; set by who has the tracks. */
  trackOf: (pid: number, tid: number) => number = () => 0;

  /** @param resolve the id of the text that a spelling with escapes stands for */
  constructor(resolve: (id: number) => number) {
    this.calls = instantiate({
      env: { memory: this.#memory },
      'calls.as': {
        resolve,
        parse: (from: number, to: number) => Number(decodeUtf8(this.bytes, from, to)),
        trackOf: (pid: number, tid: number) => this.trackOf(pid, tid),
      },
    });
  }

  /** All memory there is now. */
  get bytes(): Uint8Array {
    const { buffer } = this.#memory;
    if (this.#bytes.buffer !== buffer) this.#bytes = new Uint8Array(buffer);
    return this.#bytes;
  }

  /** Zeroed bytes that stay where they are. */
  allocate(length: number): Uint8Array {
    const address = this.calls.allocate(length);
    return new Uint8Array(this.#memory.buffer, address, length);
  }

  /** The address of bytes, which are copied where they are not in the scanner's memory; until the next call. */
  addressOf(bytes: Uint8Array, start: number, end: number): number {
    if (bytes.buffer instanceof SharedArrayBuffer) return bytes.byteOffset + start;
    const length = end - start;
    if (length > this.#scratchLength) {
      this.#scratchLength = 2 * length;
      // A block more than the text: it is read in blocks.
      this.#scratch = this.calls.allocate(this.#scratchLength + 16);
    }
    this.bytes.set(bytes.subarray(start, end), this.#scratch);
    return this.#scratch;
  }

  integers(column: ColumnName, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, this.calls[column].value, length);
  }

  halves(column: ColumnName, length: number): Uint16Array {
    return new Uint16Array(this.#memory.buffer, this.calls[column].value, length);
  }

  doubles(column: ColumnName, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, this.calls[column].value, length);
  }

  letters(column: ColumnName, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, this.calls[column].value, length);
  }
}
