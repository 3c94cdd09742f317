import type { SliceArgumentName } from '../columns';
import type { PlacedTable } from '../columns/event-places';
import type { WrittenValue } from './value';

/** Where a field of an event stands: beside its arguments, among them, or among those of the event that ends it. */
export type FieldPart = 'event' | 'arguments' | 'end';

export interface WrittenField {
  readonly part: FieldPart;
  readonly key: string;
  readonly value: WrittenValue;
  /** Where a column keeps it. */
  readonly column?: SliceArgumentName;
}

/** A row to be read again. */
export interface WantedRow {
  readonly table: PlacedTable;
  readonly row: number;
  /** Of an asynchronous span: the row of the event that ends it. */
  readonly endRow?: number;
}

/** Takes a trace's bytes once more, and gives one event as the file has it. */
export interface EventReader {
  /** Returns whether it needs no more. @throws Problem where the event cannot be told */
  feed(chunk: Uint8Array): boolean;
  /** After the last chunk; undefined where the event was not found. */
  end(): readonly WrittenField[] | undefined;
}
