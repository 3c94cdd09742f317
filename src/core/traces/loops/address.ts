/** An address in the loops' memory; 0 is none. */
export type Address = number;
