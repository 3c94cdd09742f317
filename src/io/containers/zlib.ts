import { constants, createInflate } from 'node:zlib';
import type { Container } from './container';
import { OUTPUT_CHUNK, through } from './inflate';

/** A bare zlib stream (RFC 1950): deflate with a 32 KiB window, and a header divisible by 31. */
export const zlib: Container = {
  id: 'zlib',
  sniff: ([first = 0, second = 0]) => first === 0x78 && (first * 256 + second) % 31 === 0,
  unpack: ({ chunks }) =>
    through(chunks, createInflate({ chunkSize: OUTPUT_CHUNK, finishFlush: constants.Z_SYNC_FLUSH })),
};
