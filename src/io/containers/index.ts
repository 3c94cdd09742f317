import { pull, type Pulled, resumed } from '../../core/input/pulled';
import { joined } from '../../core/traces/scan/joined';
import { type Container, HEAD_BYTES, type Source } from './container';
import { gzip } from './gzip';
import { zip } from './zip';
import { zlib } from './zlib';
import { zstd } from './zstd';

/** Every container, known by its first bytes. */
const CONTAINERS: readonly Container[] = [gzip, zstd, zip((head) => isPacked(head)), zlib];
/** A trace that was packed, put into an archive, and packed once more by whoever sent it. */
const MOST_LAYERS = 3;

/** Whether a file that begins so is packed. */
export const isPacked = (head: Uint8Array): boolean => CONTAINERS.some(({ sniff }) => sniff(head));

/** The content of a source, unpacked as long as one of the containers knows it. */
export async function* unpack({ chunks, reopen }: Source, layers = MOST_LAYERS): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const pulled: Pulled = { parts: [] };
  await pull(iterator, pulled, HEAD_BYTES);
  const head = joined(pulled.parts);
  const whole = resumed(pulled, iterator);
  const container = layers > 0 ? CONTAINERS.find(({ sniff }) => sniff(head)) : undefined;
  if (container === undefined) {
    yield* whole;
    return;
  }
  const source = reopen === undefined ? { chunks: whole } : { chunks: whole, reopen };
  yield* unpack({ chunks: container.unpack(source) }, layers - 1);
}
