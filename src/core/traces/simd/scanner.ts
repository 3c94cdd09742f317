import code from './index.wasm';
import { Problem } from '../../problem';
import { decodeUtf8 } from '../scan/text';

/** A number of the module, as WebAssembly.Global. */
interface Cell {
  readonly value: number;
}

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
  readonly learn: (
    state: number,
    position: number,
    length: number,
    after: number,
    opensAt: number,
    closesAt: number,
  ) => void;
  readonly setPhase: (phase: number, table: number) => void;
  readonly setArgument: (state: number, kind: number, column: number, memoryColumn: number) => void;
  readonly setTimes: (originMicroseconds: bigint, longestNanoseconds: number, memoryName: number) => void;
  readonly scan: (position: number, end: number) => number;
  readonly stopped: Cell;
  readonly events: Cell;
  readonly slices: Cell;
  readonly args: Cell;
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
  | 'argPlace'
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

interface Memory {
  readonly buffer: SharedArrayBuffer;
}

/** The part of the engine's WebAssembly that is used; core has neither Node's nor the browser's types. */
interface Assembly {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => Memory;
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: Exports & Readonly<Record<ColumnName, Cell>> };
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Assembly };

/** As index.as.ts is compiled: 4 MiB at first, 4 GiB at most. */
export const MEMORY = { initial: 64, maximum: 65_536, shared: true } as const;

let compiled: object | undefined;

/** @throws Problem where the process may not have as many addresses; the memory itself comes as it is used. */
const allocateMemory = (): Memory => {
  try {
    return new WebAssembly.Memory(MEMORY);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem(
      'the system gives too few addresses for reading a trace (WebAssembly reserves 10 GB of them, not of memory); raise the limit (`ulimit -v`)',
    );
  }
};

/**
 * The module of AssemblyScript that reads events sixteen bytes at a time and keeps the texts. Its memory is shared so that
 * views of it stay valid when it grows; nothing is shared between threads.
 */
export class Scanner {
  readonly calls: Exports & Readonly<Record<ColumnName, Cell>>;
  readonly #memory = allocateMemory();
  #bytes = new Uint8Array(this.#memory.buffer);
  #scratch = 0;
  #scratchLength = 0;
  /** The track of a process and a thread, both as texts; set by who has the tracks. */
  trackOf: (pid: number, tid: number) => number = () => 0;

  /** @param resolve the id of the text that a spelling with escapes stands for */
  constructor(resolve: (id: number) => number) {
    compiled ??= new WebAssembly.Module(code);
    this.calls = new WebAssembly.Instance(compiled, {
      env: { memory: this.#memory },
      'calls.as': {
        resolve,
        parse: (from: number, to: number) => Number(decodeUtf8(this.bytes, from, to)),
        trackOf: (pid: number, tid: number) => this.trackOf(pid, tid),
      },
    }).exports;
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

  doubles(column: ColumnName, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, this.calls[column].value, length);
  }

  letters(column: ColumnName, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, this.calls[column].value, length);
  }
}
