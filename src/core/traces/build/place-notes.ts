import { Growable } from '../columns/growable';
import { type EventPlaces, PLACED_TABLES, type PlacedTable } from '../columns/event-places';

/** A note each so many events or bytes, whichever comes first: 28 bytes of memory for 2,048 events. */
const EVENTS = 2048;
const BYTES = 1 << 20;

const rows = () => new Growable(new Uint32Array(0));

/** Notes where events stand while they are read. */
export class PlaceNotes {
  /** Offset in the text of the window's first byte. */
  window = 0;
  /** Offset in the text of the dictionary of the stacks' frames. */
  stackFrames: number | undefined;
  readonly #byte = new Growable(new Float64Array(0));
  readonly #firstRow = { slices: rows(), flows: rows(), instants: rows(), memory: rows(), counters: rows() };
  /** From here on the next note is due. */
  #nextEvent = 0;
  #nextByte = 0;

  /** @param tables that the events are put in */
  constructor(private readonly tables: Readonly<Record<PlacedTable, { readonly length: number }>>) {}

  /** Says that a list of events begins: a stretch does not reach into the next. */
  begin(): void {
    this.#nextEvent = 0;
  }

  /**
   * To be called where no event is half read.
   * @param p position in the window of what comes next
   * @param events read so far
   */
  at(p: number, events: number): void {
    const byte = this.window + p;
    if (events < this.#nextEvent && byte < this.#nextByte) return;
    this.#nextEvent = events + EVENTS;
    this.#nextByte = byte + BYTES;
    this.#byte.push(byte);
    for (const table of PLACED_TABLES) this.#firstRow[table].push(this.tables[table].length);
  }

  /** Undefined where nothing was noted: the format has no text to read again. */
  done(): EventPlaces | undefined {
    if (this.#byte.length === 0) return undefined;
    const { stackFrames } = this;
    const { slices, flows, instants, memory, counters } = this.#firstRow;
    return {
      byte: this.#byte.done(),
      firstRow: {
        slices: slices.done(),
        flows: flows.done(),
        instants: instants.done(),
        memory: memory.done(),
        counters: counters.done(),
      },
      ...(stackFrames === undefined ? {} : { stackFrames }),
    };
  }
}
