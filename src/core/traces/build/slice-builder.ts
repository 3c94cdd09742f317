import { NumberColumn } from '../columns/number-column';
import { GROWTH, resized } from '../columns/growable';
import type { SliceArgumentName, SliceArguments, Slices } from '../columns';
import { kindOfCategory } from '../slice-kind';
import type { TextInterner } from './text-interner';

/** Every argument column; `SliceArguments` says what each holds. */
const emptyArguments = (): Record<SliceArgumentName, NumberColumn> => ({
  externalId: new NumberColumn(),
  correlation: new NumberColumn(),
  stream: new NumberColumn(),
  device: new NumberColumn(),
  context: new NumberColumn(),
  bytes: new NumberColumn(),
  memoryBandwidth: new NumberColumn(),
  inputDims: new NumberColumn(),
  inputTypes: new NumberColumn(),
  concreteInputs: new NumberColumn(),
  outputDims: new NumberColumn(),
  operation: new NumberColumn(),
  step: new NumberColumn(),
  sequenceNumber: new NumberColumn(),
  forwardThread: new NumberColumn(),
  pythonId: new NumberColumn(),
  pythonParentId: new NumberColumn(),
  pythonModuleId: new NumberColumn(),
  callStack: new NumberColumn(),
  moduleHierarchy: new NumberColumn(),
  grid: new NumberColumn(),
  block: new NumberColumn(),
  registersPerThread: new NumberColumn(),
  sharedMemory: new NumberColumn(),
  blocksPerSm: new NumberColumn(),
  warpsPerSm: new NumberColumn(),
  occupancy: new NumberColumn(),
  queued: new NumberColumn(),
  waitOnStream: new NumberColumn(),
  waitOnEventId: new NumberColumn(),
  waitOnEventCorrelation: new NumberColumn(),
  syncKind: new NumberColumn(),
  collective: new NumberColumn(),
  inElements: new NumberColumn(),
  outElements: new NumberColumn(),
  elementType: new NumberColumn(),
  groupSize: new NumberColumn(),
  groupName: new NumberColumn(),
  groupRanks: new NumberColumn(),
});

const FIRST_ROWS = 1 << 12;

/** Collects slices row by row. */
export class SliceBuilder {
  length = 0;
  readonly args: Record<SliceArgumentName, NumberColumn> = emptyArguments();
  #start = new Float64Array(FIRST_ROWS);
  #duration = new Float64Array(FIRST_ROWS);
  #name = new Uint32Array(FIRST_ROWS);
  #category = new Uint32Array(FIRST_ROWS);
  #track = new Uint32Array(FIRST_ROWS);

  constructor(private readonly texts: TextInterner) {}

  push(start: number, duration: number, name: number, category: number, track: number): number {
    const row = this.length;
    if (row === this.#start.length) this.#grow(row + 1);
    this.#start[row] = start;
    this.#duration[row] = duration;
    this.#name[row] = name;
    this.#category[row] = category;
    this.#track[row] = track;
    this.length = row + 1;
    return row;
  }

  /** Pushes the first `count` of some slices. */
  append(
    count: number,
    start: Float64Array,
    duration: Float64Array,
    name: Uint32Array,
    category: Uint32Array,
    track: Uint32Array,
  ): void {
    const row = this.length;
    if (row + count > this.#start.length) this.#grow(row + count);
    this.#start.set(start.subarray(0, count), row);
    this.#duration.set(duration.subarray(0, count), row);
    this.#name.set(name.subarray(0, count), row);
    this.#category.set(category.subarray(0, count), row);
    this.#track.set(track.subarray(0, count), row);
    this.length = row + count;
  }

  /** Ends a slice that was begun apart. */
  close(row: number, end: number): void {
    this.#duration[row] = end - (this.#start[row] ?? 0);
  }

  #grow(needed: number): void {
    const size = Math.max(needed, this.length * GROWTH);
    this.#start = resized(this.#start, size);
    this.#duration = resized(this.#duration, size);
    this.#name = resized(this.#name, size);
    this.#category = resized(this.#category, size);
    this.#track = resized(this.#track, size);
  }

  /** @param divisor of all times: 1, or 1000 where the writer meant nanoseconds. */
  done(divisor: number): Slices {
    const { length } = this;
    const start = resized(this.#start, length);
    const duration = resized(this.#duration, length);
    const category = resized(this.#category, length);
    if (divisor !== 1) {
      for (let row = 0; row < length; row++) {
        start[row] = (start[row] ?? 0) / divisor;
        duration[row] = (duration[row] ?? 0) / divisor;
      }
    }
    const args: SliceArguments = this.args;
    return {
      length,
      start,
      duration,
      name: resized(this.#name, length),
      category,
      track: resized(this.#track, length),
      kind: this.#kinds(category),
      args,
    };
  }

  #kinds(category: Uint32Array): Uint8Array {
    const kindOf = new Map<number, number>();
    const kinds = new Uint8Array(category.length);
    let lastCategory = -1;
    let lastKind = 0;
    for (let row = 0; row < category.length; row++) {
      const id = category[row] ?? 0;
      if (id !== lastCategory) {
        lastCategory = id;
        let kind = kindOf.get(id);
        if (kind === undefined) {
          kind = kindOfCategory(this.texts.text(id));
          kindOf.set(id, kind);
        }
        lastKind = kind;
      }
      kinds[row] = lastKind;
    }
    return kinds;
  }
}
