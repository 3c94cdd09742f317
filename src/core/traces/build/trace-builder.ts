import type { Counters, Flows, Instants, MemoryEvents, RepairKind, Trace, TraceMetadata } from '../columns';
import { Growable } from '../columns/growable';
import { PlaceNotes } from './place-notes';
import { SliceBuilder } from './slice-builder';
import { TextInterner } from './text-interner';
import { TrackTable } from './track-table';

/** Microseconds beyond this are later than the year 5000: the writer meant nanoseconds. */
const LATEST_MICROSECONDS = 10n ** 17n;

const floats = () => new Growable(new Float64Array(0));
const ids = () => new Growable(new Uint32Array(0));
const letters = () => new Growable(new Uint8Array(0));
const integers = () => new Growable(new Int32Array(0));

/** Where every format puts its events; `done` makes the trace of them. */
export class TraceBuilder {
  readonly texts = new TextInterner();
  readonly tracks = new TrackTable(this.texts);
  readonly slices = new SliceBuilder(this.texts);
  readonly memory = {
    time: floats(),
    track: ids(),
    address: floats(),
    bytes: floats(),
    totalAllocated: floats(),
    totalReserved: floats(),
    deviceType: integers(),
    deviceId: integers(),
    /** Of writers who tell them: for every event or for none. */
    allocator: ids(),
    operator: ids(),
    region: ids(),
  };
  readonly flows = {
    time: floats(),
    track: ids(),
    name: ids(),
    category: ids(),
    phase: letters(),
    id: floats(),
  };
  readonly counters = { time: floats(), track: ids(), name: ids(), series: ids(), value: floats() };
  readonly instants = { time: floats(), track: ids(), name: ids(), category: ids() };
  readonly places = new PlaceNotes({
    slices: this.slices,
    flows: this.flows.time,
    instants: this.instants.time,
    memory: this.memory.time,
    counters: this.counters.time,
  });
  readonly warnings: string[] = [];
  readonly #repairs = new Map<RepairKind, number>();
  /** Rows begun and not ended, per track. */
  readonly #open = new Map<number, number[]>();
  events = 0;
  repairedEvents = 0;
  skippedEvents = 0;
  truncatedAt: number | undefined;
  /** Time 0 in the unit of the file; set by the first event with a time. */
  origin: bigint | undefined;
  originMicroseconds = 0;
  /** 1, or 1000 where the file counts nanoseconds where microseconds belong. */
  unitsPerNanosecond = 1;
  fractionalTimes = false;
  beginsWithSlice = false;
  #latest = 0;

  repair(kind: RepairKind, times = 1): void {
    this.#repairs.set(kind, (this.#repairs.get(kind) ?? 0) + times);
  }

  setOrigin(origin: bigint): void {
    this.origin = origin;
    this.originMicroseconds = Number(origin);
    this.unitsPerNanosecond = origin > LATEST_MICROSECONDS ? 1000 : 1;
  }

  /** How far after the origin a time is that a double cannot hold. */
  after(time: bigint): number {
    return Number(time - (this.origin ?? 0n));
  }

  /** Begins a slice that a later `end` on its track closes. */
  begin(start: number, name: number, category: number, track: number): number {
    const row = this.slices.push(start, Number.NaN, name, category, track);
    const open = this.#open.get(track);
    if (open === undefined) this.#open.set(track, [row]);
    else open.push(row);
    return row;
  }

  /** @returns whether there was a slice to end. */
  endSlice(time: number, track: number): boolean {
    const row = this.#open.get(track)?.pop();
    if (row !== undefined) this.slices.close(row, time);
    return row !== undefined;
  }

  /** Tells the builder how far the trace reaches, for slices that nobody ends. */
  reaches(time: number): void {
    if (time > this.#latest) this.#latest = time;
  }

  done(name: string, format: string, bytes: number, metadata: TraceMetadata): Trace {
    for (const rows of this.#open.values()) {
      for (const row of rows) {
        this.slices.close(row, this.#latest);
        this.repair('begin without end');
        this.repairedEvents++;
      }
    }
    const origin = this.origin ?? 0n;
    const inNanoseconds = this.unitsPerNanosecond > 1;
    if (inNanoseconds) {
      this.repair('nanoseconds');
      this.repairedEvents += this.slices.length;
    }
    const divisor = this.unitsPerNanosecond;
    const places = this.places.done();
    return {
      name,
      format,
      bytes,
      events: this.events,
      repairedEvents: this.repairedEvents,
      repairs: this.#repairs,
      skippedEvents: this.skippedEvents,
      ...(this.truncatedAt === undefined ? {} : { truncated: { atByte: this.truncatedAt } }),
      warnings: this.warnings,
      originNanoseconds: inNanoseconds ? origin : origin * 1000n,
      fractionalTimes: this.fractionalTimes && !inNanoseconds,
      beginsWithSlice: this.beginsWithSlice,
      strings: this.texts.done(),
      tracks: this.tracks.done(),
      slices: this.slices.done(divisor),
      memory: this.#memory(divisor),
      flows: this.#flows(divisor),
      counters: this.#counters(divisor),
      instants: this.#instants(divisor),
      ...(places === undefined ? {} : { places }),
      metadata,
    };
  }

  #memory(divisor: number): MemoryEvents {
    const { memory } = this;
    return {
      length: memory.time.length,
      time: times(memory.time, divisor),
      track: memory.track.done(),
      address: memory.address.done(),
      bytes: memory.bytes.done(),
      totalAllocated: memory.totalAllocated.done(),
      totalReserved: memory.totalReserved.done(),
      deviceType: memory.deviceType.done(),
      deviceId: memory.deviceId.done(),
      ...(memory.allocator.length === 0
        ? {}
        : {
            told: {
              allocator: memory.allocator.done(),
              operator: memory.operator.done(),
              region: memory.region.done(),
            },
          }),
    };
  }

  #flows(divisor: number): Flows {
    const { flows } = this;
    return {
      length: flows.time.length,
      time: times(flows.time, divisor),
      track: flows.track.done(),
      name: flows.name.done(),
      category: flows.category.done(),
      phase: flows.phase.done(),
      id: flows.id.done(),
    };
  }

  #counters(divisor: number): Counters {
    const { counters } = this;
    return {
      length: counters.time.length,
      time: times(counters.time, divisor),
      track: counters.track.done(),
      name: counters.name.done(),
      series: counters.series.done(),
      value: counters.value.done(),
    };
  }

  #instants(divisor: number): Instants {
    const { instants } = this;
    return {
      length: instants.time.length,
      time: times(instants.time, divisor),
      track: instants.track.done(),
      name: instants.name.done(),
      category: instants.category.done(),
    };
  }
}

const times = (column: Growable<Float64Array>, divisor: number): Float64Array => {
  const values = column.done();
  return divisor === 1 ? values : values.map((value) => value / divisor);
};
