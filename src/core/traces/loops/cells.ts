/** An address in the loops' memory; 0 is none. */
export type Address = number;

/** A number of the module, as WebAssembly.Global. */
export interface Cell {
  readonly value: number;
}
