/**
 * Every distinct text of a trace once: names, categories, shapes. Columns hold ids; id 0 is the empty text.
 * Bytes are compared before anything is decoded, so a text becomes a string only when somebody asks for it.
 */
export interface StringTable {
  readonly size: number;
  /** The text of an id. */
  text(id: number): string;
  /** The id of a text, or `undefined` where the trace does not have it. */
  find(text: string): number | undefined;
}
