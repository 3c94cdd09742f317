import { TraceBuilder } from '../../build/trace-builder';
import type { SliceArgumentName } from '../../columns';
import { Cancelled } from '../../faults';
import type { Database, DatabaseOptions, SqlRow } from '../database';
import { gpuNumbers, sessionStart } from './machine';
import { numberIn, Tables, textIn } from './tables';

/** How many rows are read before somebody is asked whether to go on. */
const ROWS_BETWEEN_LOOKS = 1 << 14;

/** An export of Nsight Systems that is being read into columns. Times are nanoseconds after the session's start. */
export class Export {
  readonly tables: Tables;
  readonly builder = new TraceBuilder();
  readonly #gpuOf: (pid: number, device: number) => number;
  /** TextIds by the ids of the export. */
  readonly #strings = new Map<number, number>();
  /** Processes in order of appearance: correlation ids are theirs and begin anew in each. */
  readonly #processes = new Map<number, number>();
  #rows = 0;

  constructor(
    database: Database,
    private readonly options: DatabaseOptions,
  ) {
    this.tables = new Tables(database);
    this.#gpuOf = gpuNumbers(this.tables);
    this.builder.setOrigin(sessionStart(this.tables) / 1000n);
    for (const row of this.tables.rows('StringIds', ['id', 'value'])) {
      const [id, value] = [numberIn(row, 'id'), textIn(row, 'value')];
      if (id !== undefined && value !== undefined) this.#strings.set(id, this.builder.texts.add(value));
    }
    for (const row of this.tables.rows('PROCESSES', ['pid', 'name'])) {
      const pid = numberIn(row, 'pid');
      const name = textIn(row, 'name');
      if (pid !== undefined && name !== undefined)
        this.builder.tracks.describe('process_name', this.builder.texts.add(String(pid)), 0, { name });
    }
  }

  /** Names the threads that have events; an export names all of the machine. */
  nameThreads(): void {
    const { texts, tracks } = this.builder;
    for (const row of this.tables.rows('ThreadNames', ['nameId', 'globalTid'])) {
      const [pid, tid] = ['pid', 'tid'].map((column) => texts.add(String(numberIn(row, column) ?? 0)));
      const name = this.stringAt(row, 'nameId');
      if (name !== undefined && pid !== undefined && tid !== undefined && tracks.has(pid, tid))
        tracks.describe('thread_name', pid, tid, { name });
    }
  }

  /** The TextId of a column that refers to `StringIds`; undefined where it refers to nothing. */
  textAt(row: SqlRow, column: string): number | undefined {
    return this.#strings.get(numberIn(row, column) ?? -1);
  }

  stringAt(row: SqlRow, column: string): string | undefined {
    const id = this.textAt(row, column);
    return id === undefined ? undefined : this.builder.texts.text(id);
  }

  thread(row: SqlRow): number {
    const { texts, tracks } = this.builder;
    return tracks.of(
      texts.add(String(numberIn(row, 'pid') ?? 0)),
      texts.add(String(numberIn(row, 'tid') ?? 0)),
    );
  }

  gpu(row: SqlRow): number {
    return this.#gpuOf(numberIn(row, 'pid') ?? 0, numberIn(row, 'deviceId') ?? 0);
  }

  /** A device's stream is a row of its own for each process. */
  stream(row: SqlRow): number {
    const { texts, tracks } = this.builder;
    const gpu = this.gpu(row);
    const process = this.#process(row);
    const pid = texts.add(process === 0 ? String(gpu) : `${gpu} (process ${numberIn(row, 'pid') ?? 0})`);
    const stream = numberIn(row, 'streamId') ?? 0;
    const tid = texts.add(String(stream));
    tracks.describe('process_labels', pid, tid, { labels: `GPU ${gpu}` });
    const track = tracks.of(pid, tid);
    tracks.describe('thread_name', pid, tid, { name: `stream ${stream}` });
    return track;
  }

  /** Correlation ids of all processes in one numbering. */
  correlation(row: SqlRow): number | undefined {
    const id = numberIn(row, 'correlationId');
    return id === undefined || id === 0 ? undefined : id + this.#process(row) * 2 ** 32;
  }

  /** Adds an event; without an end it lasts until the recording ends. @returns its row, or undefined where it has no time */
  slice(row: SqlRow, name: number, category: string, track: number): number | undefined {
    this.#look();
    const { builder } = this;
    builder.events++;
    const start = numberIn(row, 'start');
    if (start === undefined) {
      builder.skippedEvents++;
      return undefined;
    }
    const end = numberIn(row, 'end');
    const id = builder.texts.add(category);
    if (end === undefined) return builder.begin(start, name, id, track);
    builder.reaches(end);
    return builder.slices.push(start, Math.max(0, end - start), name, id, track);
  }

  set(row: number, name: SliceArgumentName, value: number | undefined): void {
    if (value !== undefined) this.builder.slices.args[name].set(row, value);
  }

  #look(): void {
    if (++this.#rows % ROWS_BETWEEN_LOOKS === 0 && this.options.signal?.aborted === true)
      throw new Cancelled();
  }

  /** Old versions do not tell the process of device events: then it is the first. */
  #process(row: SqlRow): number {
    const pid = numberIn(row, 'pid');
    if (pid === undefined) return 0;
    const place = this.#processes.get(pid) ?? this.#processes.size;
    this.#processes.set(pid, place);
    return place;
  }
}
