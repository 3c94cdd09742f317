import { constants, createGunzip, createInflateRaw } from 'node:zlib';
import { DamagedInput } from '../../core/traces/faults';
import type { Container, Source } from './container';
import { dropBytes, OUTPUT_CHUNK, through } from './inflate';

/** A file cut off gives what it has; the reader of the content sees for itself that the end is missing. */
const options = { chunkSize: OUTPUT_CHUNK, finishFlush: constants.Z_SYNC_FLUSH };
const [FHCRC, FEXTRA, FNAME, FCOMMENT] = [2, 4, 8, 16];

/** Bytes of a gzip member's header (RFC 1952, section 2.3). */
const headerLength = (head: Uint8Array): number => {
  const flags = head[3] ?? 0;
  let p = 10;
  if ((flags & FEXTRA) !== 0) p += 2 + (head[p] ?? 0) + ((head[p + 1] ?? 0) << 8);
  for (const flag of [FNAME, FCOMMENT]) {
    if ((flags & flag) === 0) continue;
    while (p < head.length && head[p] !== 0) p++;
    p++;
  }
  return (flags & FHCRC) !== 0 ? p + 2 : p;
};

async function* bodyOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first = true;
  for await (const chunk of chunks) {
    yield first ? chunk.subarray(headerLength(chunk)) : chunk;
    first = false;
  }
}

/**
 * Several members are one content, and padding after them is passed over. zlib keeps back what it inflated last when the
 * checksum at the end is wrong; the content is then inflated once more without asking for the checksum.
 */
async function* gunzip({ chunks, reopen }: Source): AsyncGenerator<Uint8Array> {
  let given = 0;
  try {
    for await (const chunk of through(chunks, createGunzip(options))) {
      given += chunk.length;
      yield chunk;
    }
  } catch (error) {
    const checksum = error instanceof DamagedInput && /incorrect (data|length) check/.test(error.message);
    if (!checksum || reopen === undefined) throw error;
    yield* dropBytes(through(bodyOf(reopen()), createInflateRaw(options)), given);
    throw new DamagedInput('the gzip checksum does not match its content, which was used nevertheless');
  }
}

export const gzip: Container = {
  id: 'gzip',
  sniff: (head) => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8,
  unpack: gunzip,
};
