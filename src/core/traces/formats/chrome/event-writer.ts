import { TextFault } from '../../build/text-interner';
import type { TraceBuilder } from '../../build/trace-builder';
import { type ByteReader } from '../../scan/reader';
import { ARGUMENT_KEYS, MEMORY_ARGUMENTS, type MemoryArgumentName } from './argument-keys';
import { counterValues, parseArguments } from './counter-values';
import { LONGEST_NANOSECONDS, Table, TABLE_OF_PHASE } from './event-phases';

const METADATA_PHASE = 'M'.charCodeAt(0);

/** No clock tells such a time, not even in nanoseconds; an event that does is skipped. */
const LATEST = 2 ** 63;

/** The fields of the event being read, and where each phase puts them. */
export class EventWriter {
  phase = 0;
  name = 0;
  category = 0;
  pid = 0;
  tid = 0;
  time = 0;
  timed = false;
  duration = Number.NaN;
  flowId = 0;
  argsStart = 0;
  argsEnd = 0;
  repaired = false;
  /** Whether the object has no members. */
  isEmpty = false;
  readonly #columns;

  constructor(
    private readonly builder: TraceBuilder,
    private readonly reader: ByteReader,
    private readonly keys: Uint8Array,
    private readonly values: Float64Array,
    /** The text of memory events. */
    private readonly memoryName: number,
  ) {
    const { args } = builder.slices;
    this.#columns = ARGUMENT_KEYS.map(({ slice }) => (slice === undefined ? undefined : args[slice]));
  }

  clear(): void {
    this.phase = 0;
    this.name = 0;
    this.category = 0;
    this.pid = 0;
    this.tid = 0;
    this.timed = false;
    this.duration = Number.NaN;
    this.flowId = 0;
    this.argsStart = 0;
    this.argsEnd = 0;
    this.repaired = false;
  }

  /** Takes the reader's last time, relative to the first one of the trace. */
  setTime(): void {
    const { reader, builder } = this;
    const micros = reader.value[0] ?? 0;
    this.timed = Math.abs(reader.long === undefined ? micros : Number(reader.long)) < LATEST;
    if (!this.timed) return;
    if (builder.origin === undefined) {
      if (this.phase === METADATA_PHASE) return;
      builder.setOrigin(reader.long ?? BigInt(micros));
    }
    const whole =
      reader.long === undefined ? micros - builder.originMicroseconds : builder.after(reader.long);
    this.time = whole * 1000 + (reader.value[1] ?? 0);
    if (reader.fractional) builder.fractionalTimes = true;
  }

  /** Puts the event in its table. @param count of arguments kept */
  write(count: number, faults: number): void {
    const { builder } = this;
    builder.events++;
    if (faults !== TextFault.none) this.#textFaults(faults);
    const table = TABLE_OF_PHASE[this.phase] ?? Table.skipped;
    if (table === Table.metadata) this.#metadata();
    else if (!this.timed) builder.skippedEvents++;
    else if (table === Table.slice) this.#slice(count);
    else if (table === Table.flow) this.#flow();
    else if (table === Table.instant) this.#instant(count);
    else if (table === Table.counter) this.#counter();
    else if (table === Table.begin)
      this.#arguments(builder.begin(this.time, this.name, this.category, this.#track()), count);
    else if (table === Table.end) this.#end();
    else if (table === Table.skipped) builder.skippedEvents++;
  }

  #end(): void {
    const { builder } = this;
    builder.reaches(this.time);
    if (!builder.endSlice(this.time, this.#track())) builder.skippedEvents++;
  }

  #track(): number {
    return this.builder.tracks.of(this.pid, this.tid);
  }

  #slice(count: number): void {
    const { builder } = this;
    let { duration } = this;
    if (!(duration >= 0 && duration <= LONGEST_NANOSECONDS * builder.unitsPerNanosecond)) {
      duration = Number.NaN;
      builder.repair('no duration');
      this.repaired = true;
    } else builder.reaches(this.time + duration);
    this.#arguments(builder.slices.push(this.time, duration, this.name, this.category, this.#track()), count);
  }

  #arguments(row: number, count: number): void {
    for (let i = 0; i < count; i++) this.#columns[this.keys[i] ?? 0]?.set(row, this.values[i] ?? 0);
  }

  #flow(): void {
    const { flows } = this.builder;
    flows.time.push(this.time);
    flows.track.push(this.#track());
    flows.name.push(this.name);
    flows.category.push(this.category);
    flows.phase.push(this.phase);
    flows.id.push(this.flowId);
  }

  #instant(count: number): void {
    const { instants, memory } = this.builder;
    if (this.name === this.memoryName) {
      const value = (name: MemoryArgumentName): number => {
        for (let i = 0; i < count; i++)
          if (ARGUMENT_KEYS[this.keys[i] ?? 0]?.memory === name) return this.values[i] ?? 0;
        return Number.NaN;
      };
      memory.time.push(this.time);
      memory.track.push(this.#track());
      for (const name of MEMORY_ARGUMENTS) memory[name].push(value(name));
      return;
    }
    instants.time.push(this.time);
    instants.track.push(this.#track());
    instants.name.push(this.name);
    instants.category.push(this.category);
  }

  #args(): Readonly<Record<string, unknown>> {
    if (this.argsEnd === 0) return {};
    const { args, isEscaped } = parseArguments(this.reader.bytes, this.argsStart, this.argsEnd);
    if (isEscaped || args === undefined) this.builder.repair('bad escape');
    return args ?? {};
  }

  #metadata(): void {
    const { texts, tracks } = this.builder;
    tracks.describe(texts.text(this.name), this.pid, this.tid, this.#args());
  }

  #counter(): void {
    const { counters, texts } = this.builder;
    for (const [series, value] of counterValues(this.#args())) {
      counters.time.push(this.time);
      counters.track.push(this.#track());
      counters.name.push(this.name);
      counters.series.push(texts.add(series));
      counters.value.push(value);
    }
  }

  #textFaults(faults: number): void {
    if ((faults & TextFault.control) !== 0) this.builder.repair('control character');
    if ((faults & TextFault.escape) !== 0) this.builder.repair('bad escape');
    this.repaired = true;
  }
}
