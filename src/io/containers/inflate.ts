import { Readable, type Transform } from 'node:stream';
import { DamagedInput } from '../../core/traces/faults';

/** Big pieces, so that the scanner is called seldom; inflating runs on another thread meanwhile. */
export const OUTPUT_CHUNK = 1 << 20;

/** Sends bytes through one of zlib's transforms. @throws DamagedInput where the packed bytes are damaged */
export async function* through(
  chunks: AsyncIterable<Uint8Array>,
  transform: Transform,
): AsyncGenerator<Uint8Array> {
  const source = Readable.from(chunks, { objectMode: true, highWaterMark: 2 });
  source.on('error', (error) => transform.destroy(error));
  source.pipe(transform);
  try {
    yield* transform as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new DamagedInput(`the compressed data is damaged (${error.message}); what stands before is used`);
    }
    throw error;
  } finally {
    source.destroy();
    transform.destroy();
  }
}

/** Leaves out the first `count` bytes. */
export async function* dropBytes(
  chunks: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield left === 0 ? chunk : chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
