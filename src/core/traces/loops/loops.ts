import code from './index.wasm';
import { Problem } from '../../problem';
import type { Slices } from '../columns';
import type { NumberColumn } from '../columns/number-column';

/** An address in the loops' memory; 0 is none. */
export type Address = number;

/** A number of the module, as WebAssembly.Global. */
interface Cell {
  readonly value: number;
}

/** What index.as.ts exports; see there for what each does. */
interface Exports {
  readonly allocate: (bytes: number) => Address;
  readonly used: () => Address;
  readonly release: (to: Address) => void;
  readonly setRows: (
    start: Address,
    end: Address,
    kind: Address,
    name: Address,
    track: Address,
    length: number,
  ) => void;
  readonly beginGroups: (rows: Address, count: number) => void;
  readonly byName: (which: number) => void;
  readonly byText: (which: number, column: Address) => void;
  readonly group: (wanted: Address) => number;
  readonly groupOf: Cell;
  readonly firstOf: Cell;
  readonly sumByGroup: (groups: Address, count: number, values: Address) => Address;
  readonly countByGroup: (groups: Address, count: number) => Address;
  readonly findLaunchers: (
    host: Address,
    hosts: number,
    device: Address,
    devices: number,
    correlation: Address,
    any: boolean,
  ) => Address;
  readonly kindsByName: (names: number) => Address;
  readonly countKinds: (rows: Address, length: number) => Address;
  readonly findNamed: (rows: Address, length: number, kinds: number, wanted: Address) => void;
  readonly found: Cell;
  readonly foundCount: Cell;
  readonly plantTree: (rows: Address, length: number, meaning: Address, moduleId: Address) => void;
  readonly tellsIds: (rows: Address, length: number, externalId: Address, correlation: Address) => number;
  readonly addTimes: (
    host: Address,
    hosts: number,
    device: Address,
    devices: number,
    externalId: Address,
    launchers: Address,
    around: Address,
  ) => void;
  readonly finishTree: () => void;
  readonly nodeCount: Cell;
  readonly nodeRow: Cell;
  readonly parent: Cell;
  readonly mergedInto: Cell;
  readonly hostSelf: Cell;
  readonly hostTotal: Cell;
  readonly deviceSelf: Cell;
  readonly deviceTotal: Cell;
  readonly tensorSelf: Cell;
  readonly tensorTotal: Cell;
  readonly isOperator: Cell;
}

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
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Assembly };

/** As index.as.ts is compiled: 4 MiB at first, 4 GiB at most. */
const MEMORY = { initial: 64, maximum: 65_536, shared: true } as const;

const allocateMemory = (): Memory => {
  try {
    return new WebAssembly.Memory(MEMORY);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem(
      'the system gives too few addresses for analysing a trace (WebAssembly reserves 10 GB of them, not of memory); raise the limit (`ulimit -v`)',
    );
  }
};

/** Columns by row; see `Selection`. */
interface Rows {
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly trace: { readonly slices: Pick<Slices, 'length' | 'kind' | 'name' | 'track'> };
}

/**
 * Loops over all rows, in WebAssembly: most walks of an analysis are over before the engine has compiled their JavaScript, and
 * until then it makes an object of every time that is read. Columns are copied in, which takes a hundredth of a walk,
 * and results out. See `withLoops`.
 */
export class Loops {
  readonly calls: Exports;
  readonly #memory = allocateMemory();

  constructor() {
    compiled ??= new WebAssembly.Module(code);
    this.calls = new WebAssembly.Instance(compiled, { env: { memory: this.#memory } }).exports;
  }

  /** Tells the columns that all loops read. */
  setRows({ start, end, trace: { slices } }: Rows): void {
    this.calls.setRows(
      this.put(start),
      this.put(end),
      this.put(slices.kind),
      this.put(slices.name),
      this.put(slices.track),
      slices.length,
    );
  }

  /** Room for some bytes that hold anything. */
  room(bytes: number): Address {
    return this.calls.allocate(bytes) >>> 0;
  }

  put(numbers: ArrayBufferView): Address {
    const { buffer, byteOffset, byteLength } = numbers;
    const address = this.room(byteLength);
    this.bytes(address, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength));
    return address;
  }

  /** An argument's column, as pages.as.ts reads it. */
  putColumn({ pages }: NumberColumn): Address {
    const table = new Uint32Array(pages.length + 1);
    table[0] = pages.length;
    pages.forEach((page, i) => {
      if (page.length > 0) table[i + 1] = this.put(page) + page.BYTES_PER_ELEMENT;
    });
    return this.put(table);
  }

  /** Views of the memory, which are to be copied before `withLoops` ends. */
  bytes(address: Address, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address >>> 0, length);
  }

  halves(address: Address, length: number): Uint16Array {
    return new Uint16Array(this.#memory.buffer, address >>> 0, length);
  }

  integers(address: Address, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address >>> 0, length);
  }

  rows(address: Address, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, address >>> 0, length);
  }

  doubles(address: Address, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address >>> 0, length);
  }

  /** Bytes that were ever needed. */
  get size(): number {
    return this.#memory.buffer.byteLength;
  }
}

let compiled: object | undefined;
/** Kept for the next analysis while it is small. */
let kept: Loops | undefined;
const LARGEST_KEPT = 1 << 26;

/** Runs something with loops, whose memory is free again afterwards: results are to be copied out. */
export const withLoops = <Result>(run: (loops: Loops) => Result): Result => {
  const loops = (kept ??= new Loops());
  const before = loops.calls.used();
  try {
    return run(loops);
  } finally {
    loops.calls.release(before);
    if (loops.size > LARGEST_KEPT) kept = undefined;
  }
};
