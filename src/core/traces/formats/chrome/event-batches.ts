import type { TraceBuilder } from '../../build/trace-builder';
import type { NumberColumn } from '../../columns/number-column';
import type { ByteReader } from '../../scan/reader';
import type { Scanner } from '../../simd/scanner';
import { BATCH, MOST_ARGUMENT_KEYS, State, STOPPED_FULL } from '../../simd/states';
import { ARGUMENT_KEYS, MEMORY_ARGUMENTS } from './argument-keys';
import { LONGEST_NANOSECONDS, TABLE_OF_PHASE } from './event-phases';

const [NUMBER, TEXT, NOTHING] = [1, 2, 255];

/** Events that the scanner can read, a batch at a time; it stops at all others. */
export class EventBatches {
  readonly #scanner: Scanner;
  readonly #columns: readonly NumberColumn[];
  readonly #views;
  #ready = false;

  /** @param memoryName the text of memory events */
  constructor(
    private readonly builder: TraceBuilder,
    private readonly reader: ByteReader,
    private readonly memoryName: number,
  ) {
    const { scanner } = builder.texts;
    const { args } = builder.slices;
    this.#scanner = scanner;
    scanner.trackOf = (pid, tid) => builder.tracks.of(pid, tid);
    TABLE_OF_PHASE.forEach((table, phase) => scanner.calls.setPhase(phase, table));
    const columns: NumberColumn[] = [];
    ARGUMENT_KEYS.forEach(({ reading, slice, memory }, key) => {
      const column = slice === undefined ? NOTHING : columns.push(args[slice]) - 1;
      const memoryColumn = memory === undefined ? NOTHING : MEMORY_ARGUMENTS.indexOf(memory);
      const kind = reading === 'text' ? TEXT : NUMBER;
      scanner.calls.setArgument(State.argument + key, kind, column, memoryColumn);
    });
    this.#columns = columns;
    this.#views = viewsOf(scanner);
  }

  /** Reads events from a position of the window on; returns that of the first thing it cannot read. */
  read(from: number): number {
    const { builder, reader } = this;
    if (builder.origin === undefined) return from;
    const { calls } = this.#scanner;
    if (!this.#ready) {
      this.#ready = true;
      const longest = LONGEST_NANOSECONDS * builder.unitsPerNanosecond;
      calls.setTimes(builder.origin, longest, this.memoryName);
    }
    const { byteOffset } = reader.bytes;
    let p = from;
    do {
      p = calls.scan(byteOffset + p, byteOffset + reader.end) - byteOffset;
      this.#take();
      builder.places.at(p, builder.events);
    } while (calls.stopped.value === STOPPED_FULL);
    return p;
  }

  #take(): void {
    const { builder } = this;
    const { calls } = this.#scanner;
    const events = calls.events.value;
    if (events === 0) return;
    builder.events += events;
    builder.reaches(calls.latest.value);
    if (calls.fractionalTimes.value !== 0) builder.fractionalTimes = true;
    this.#slices(calls.slices.value);
    this.#flows(calls.flows.value);
    this.#instants(calls.instants.value);
    this.#memories(calls.memories.value);
  }

  #slices(count: number): void {
    const { sliceStart, sliceDuration, sliceName, sliceCategory, sliceTrack } = this.#views;
    const { argCount, argRow, argValue } = this.#views;
    const { slices } = this.builder;
    const base = slices.length;
    slices.append(count, sliceStart, sliceDuration, sliceName, sliceCategory, sliceTrack);
    for (const [place, column] of this.#columns.entries()) {
      const first = place * BATCH;
      column.fill(base, argRow, argValue, first, first + (argCount[place] ?? 0));
    }
  }

  #flows(count: number): void {
    const { flowTime, flowTrack, flowName, flowCategory, flowPhase, flowId } = this.#views;
    const { flows } = this.builder;
    flows.time.append(flowTime, count);
    flows.track.append(flowTrack, count);
    flows.name.append(flowName, count);
    flows.category.append(flowCategory, count);
    flows.phase.append(flowPhase, count);
    flows.id.append(flowId, count);
  }

  #instants(count: number): void {
    const { instantTime, instantTrack, instantName, instantCategory } = this.#views;
    const { instants } = this.builder;
    instants.time.append(instantTime, count);
    instants.track.append(instantTrack, count);
    instants.name.append(instantName, count);
    instants.category.append(instantCategory, count);
  }

  #memories(count: number): void {
    const { memoryTime, memoryTrack, memoryValues } = this.#views;
    const { memory } = this.builder;
    memory.time.append(memoryTime, count);
    memory.track.append(memoryTrack, count);
    MEMORY_ARGUMENTS.forEach((name, column) =>
      memory[name].append(memoryValues.subarray(column * BATCH), count),
    );
  }
}

const viewsOf = (scanner: Scanner) => ({
  sliceStart: scanner.doubles('sliceStart', BATCH),
  sliceDuration: scanner.doubles('sliceDuration', BATCH),
  sliceName: scanner.integers('sliceName', BATCH),
  sliceCategory: scanner.integers('sliceCategory', BATCH),
  sliceTrack: scanner.integers('sliceTrack', BATCH),
  argCount: scanner.integers('argCount', MOST_ARGUMENT_KEYS),
  argRow: scanner.halves('argRow', MOST_ARGUMENT_KEYS * BATCH),
  argValue: scanner.doubles('argValue', MOST_ARGUMENT_KEYS * BATCH),
  flowTime: scanner.doubles('flowTime', BATCH),
  flowTrack: scanner.integers('flowTrack', BATCH),
  flowName: scanner.integers('flowName', BATCH),
  flowCategory: scanner.integers('flowCategory', BATCH),
  flowPhase: scanner.letters('flowPhase', BATCH),
  flowId: scanner.doubles('flowId', BATCH),
  instantTime: scanner.doubles('instantTime', BATCH),
  instantTrack: scanner.integers('instantTrack', BATCH),
  instantName: scanner.integers('instantName', BATCH),
  instantCategory: scanner.integers('instantCategory', BATCH),
  memoryTime: scanner.doubles('memoryTime', BATCH),
  memoryTrack: scanner.integers('memoryTrack', BATCH),
  memoryValues: scanner.doubles('memoryValues', BATCH * MEMORY_ARGUMENTS.length),
});
