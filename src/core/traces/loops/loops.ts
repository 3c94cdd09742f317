import code from './index.wasm';
import type { Slices } from '../columns';
import type { NumberColumn } from '../columns/number-column';
import { allocateMemory, moduleOf } from '../wasm';
import type { Address } from './address';
import type { Exports } from './exports';

export type { Address };

type Column = Float64Array | Uint32Array | Uint8Array;

/** Rows whose columns are copied in at once. */
const PART = 1 << 14;

const instantiate = moduleOf<Exports>(code);

/** Columns by row; see `Selection`. */
interface Rows {
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly device: Uint32Array;
  readonly trace: { readonly slices: Pick<Slices, 'length' | 'kind' | 'name' | 'track'> };
}

/**
 * Loops over all rows, in WebAssembly: most walks of an analysis are over before the engine has compiled their JavaScript, and
 * until then it makes an object of every time that is read. Columns are copied in, which takes a hundredth of a walk,
 * and results out. See `withLoops`.
 */
export class Loops {
  readonly calls: Exports;
  readonly #memory = allocateMemory('analysing a trace');
  /** Everything before stays. */
  #base: Address;
  readonly #kept = new WeakMap<ArrayBufferView, Address>();
  #hasNames = false;
  #hasTimes = false;
  #hasDevice = false;

  constructor(readonly of: Rows) {
    this.calls = instantiate({ env: { memory: this.#memory } });
    this.#base = this.calls.used();
  }

  /** Kinds and names are there for the loops; to be called before anything else is put. */
  useNames(): void {
    if (this.#hasNames) return;
    const { kind, name, length } = this.of.trace.slices;
    this.calls.setNames(this.put(kind), this.put(name), length);
    this.#base = this.calls.used();
    this.#hasNames = true;
  }

  /** Also times and tracks; to be called before anything else is put. */
  useTimes(): void {
    this.useNames();
    if (this.#hasTimes) return;
    this.calls.setTimes(this.put(this.of.start), this.put(this.of.end), this.put(this.of.trace.slices.track));
    this.#base = this.calls.used();
    this.#hasTimes = true;
  }

  /** Numbers by row or of rows, which many analyses need, are there for the loops, not to be changed; to be called before anything else is put. */
  keep(numbers: ArrayBufferView): Address {
    let address = this.#kept.get(numbers);
    if (address === undefined) {
      this.#kept.set(numbers, (address = this.put(numbers)));
      this.#base = this.calls.used();
    }
    return address;
  }

  /** The device's rows have columns of their own; to be called before anything else is put. */
  useDevice(): void {
    if (this.#hasDevice) return;
    const { start, end, device, trace } = this.of;
    const { name, kind } = trace.slices;
    const [starts = 0, ends = 0, names = 0, kinds = 0] = this.gather(device, [start, end, name, kind]);
    this.calls.setDevice(device.length, starts, ends, names, kinds);
    this.#base = this.calls.used();
    this.#hasDevice = true;
  }

  /** What columns have at rows in file order. */
  gather(rows: Uint32Array, columns: readonly Column[]): readonly Address[] {
    const targets = columns.map(({ BYTES_PER_ELEMENT }) => this.room(BYTES_PER_ELEMENT * rows.length));
    const since = this.calls.used();
    this.eachPart(rows, columns, (at, part, length, addresses) => {
      columns.forEach(({ BYTES_PER_ELEMENT: width }, i) =>
        this.calls.gather((targets[i] ?? 0) + at * width, part, length, addresses[i] ?? 0, width),
      );
    });
    this.calls.release(since);
    return targets;
  }

  /**
   * Goes through rows, which are in file order, by parts for which alone the columns are copied in: what every command runs may
   * not take memory for each event.
   * @param look gets the place of the part's first row, its rows and their number, and where row 0 of each column would stand
   */
  eachPart<const Columns extends readonly Column[]>(
    rows: Uint32Array,
    columns: Columns,
    look: (
      at: number,
      rows: Address,
      length: number,
      columns: { readonly [Each in keyof Columns]: Address },
    ) => void,
  ): void {
    const part = this.room(4 * PART);
    const rooms = columns.map((column) => this.room(PART * column.BYTES_PER_ELEMENT));
    for (let at = 0, to = 0; at < rows.length; at = to) {
      const from = rows[at] ?? 0;
      to = Math.min(at + PART, rows.length);
      while ((rows[to - 1] ?? 0) - from >= PART) to = (at + to) >>> 1;
      this.set(part, rows.subarray(at, to));
      const addresses = columns.map((column, i) => {
        const address = rooms[i] ?? 0;
        this.set(address, column.subarray(from, (rows[to - 1] ?? 0) + 1));
        return address - from * column.BYTES_PER_ELEMENT;
      });
      look(at, part, to - at, addresses as { readonly [Each in keyof Columns]: Address });
    }
  }

  /** Gives back the memory of all but the columns. */
  release(): void {
    this.calls.release(this.#base);
  }

  /** Room for some bytes that hold anything. */
  room(bytes: number): Address {
    return this.calls.allocate(bytes) >>> 0;
  }

  put(numbers: ArrayBufferView): Address {
    const address = this.room(numbers.byteLength);
    this.set(address, numbers);
    return address;
  }

  set(address: Address, { buffer, byteOffset, byteLength }: ArrayBufferView): void {
    this.bytes(address, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength));
  }

  /** An argument's column, as pages.as.ts reads it. */
  putColumn({ pages }: NumberColumn): Address {
    const length = pages.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const at = this.room(length);
    const room = this.bytes(at, length);
    const table = new Uint32Array(pages.length + 1);
    table[0] = pages.length;
    let used = 0;
    pages.forEach((page, i) => {
      const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT } = page;
      if (byteLength === 0) return;
      room.set(new Uint8Array(buffer, byteOffset, byteLength), used);
      table[i + 1] = at + used + BYTES_PER_ELEMENT;
      used += byteLength;
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
}

/** Of the last analysis, whose columns the next of the same selection needs too. */
let kept: Loops | undefined;

/**
 * Runs something with loops over a selection's rows. Their memory is free again afterwards: results are to be copied out.
 * It is kept until the running job ends, so that the analyses of one job copy the columns once.
 */
export const withLoops = <Result>(rows: Rows, run: (loops: Loops) => Result): Result => {
  const loops = kept?.of === rows ? kept : new Loops(rows);
  // What runs inside gets loops of its own.
  kept = undefined;
  try {
    return run(loops);
  } finally {
    loops.release();
    kept = loops;
    void Promise.resolve().then(forget);
  }
};

const forget = (): void => {
  kept = undefined;
};
