import { type Container, HEAD_BYTES, type Source } from './container';
import { gzip } from './gzip';
import { zip } from './zip';
import { zlib } from './zlib';
import { zstd } from './zstd';

/** Every container, known by its first bytes. */
const CONTAINERS: readonly Container[] = [gzip, zstd, zip, zlib];

/** Whether a file that begins so is packed. */
export const isPacked = (head: Uint8Array): boolean => CONTAINERS.some(({ sniff }) => sniff(head));

/** The content of a source, unpacked where one of the containers knows it. */
export async function* unpack({ chunks, reopen }: Source): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    if (head.length > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  const container = CONTAINERS.find(({ sniff }) => sniff(head));
  if (container === undefined) yield* whole();
  else yield* container.unpack(reopen === undefined ? { chunks: whole() } : { chunks: whole(), reopen });
}
