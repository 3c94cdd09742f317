/** A source of bytes that can be begun again, where it is a file. */
export interface Source {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly reopen?: () => AsyncIterable<Uint8Array>;
}

/** A way to pack one file. `sniff` sees its first bytes. */
export interface Container {
  readonly id: string;
  readonly sniff: (head: Uint8Array) => boolean;
  readonly unpack: (source: Source) => AsyncIterable<Uint8Array>;
}

/** How much of a file `sniff` gets to see, where there is as much. */
export const HEAD_BYTES = 512;
