import { Readable, type Transform } from 'node:stream';
import type { InflateRaw } from 'node:zlib';
import { DamagedInput } from '../../core/traces/faults';
import type { ByteQueue } from './byte-queue';

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
    throw asDamage(error);
  } finally {
    source.destroy();
    transform.destroy();
  }
}

const asDamage = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
    ? new DamagedInput(`the compressed data is damaged (${error.message}); what stands before is used`)
    : error;

/** Inflates a queue's bytes up to the end of their deflate stream, which need not be the end of the queue. */
export async function* inflated(queue: ByteQueue, transform: InflateRaw): AsyncGenerator<Uint8Array> {
  const over = new Promise<void>((done) => {
    transform.on('close', done).on('end', done).on('error', done);
  });
  const feed = async (): Promise<void> => {
    let given = 0;
    for (;;) {
      const chunk = await queue.chunk();
      if (chunk === undefined) {
        transform.end();
        return;
      }
      given += chunk.length;
      const written = new Promise<void>((done) => transform.write(chunk, () => done()));
      // It does not call back for a chunk that the stream ends within.
      await Promise.race([written, over]);
      const left = given - transform.bytesWritten;
      if (left === 0 && !transform.destroyed) continue;
      queue.putBack(chunk.subarray(chunk.length - left));
      return;
    }
  };
  const fed = feed().catch((error: unknown) => {
    transform.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    yield* transform as AsyncIterable<Uint8Array>;
    await fed;
  } catch (error) {
    throw asDamage(error);
  } finally {
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
