import { constants, createGunzip, createInflateRaw } from 'node:zlib';
import { DamagedInput } from '../../core/traces/faults';
import type { Container, Source } from './container';
import { dropBytes, OUTPUT_CHUNK, through } from './inflate';

/** A file cut off gives what it has; the reader of the content sees for itself that the end is missing. */
const options = { chunkSize: OUTPUT_CHUNK, finishFlush: constants.Z_SYNC_FLUSH };
/** What zlib says of what should be the header of a further member. */
const BETWEEN_MEMBERS = /incorrect header check|unknown (header flags|compression method)/;
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

/** Bytes that zlib is given at a time to find a damaged place. */
const PIECE = 1 << 12;
/** Room for all that a piece becomes, so that nothing waits for the reader. */
const ROOM = 1 << 23;

/** Pieces of the packed bytes, from `fineFrom` on byte by byte. */
async function* piecesOf(chunks: AsyncIterable<Uint8Array>, fineFrom: number): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of chunks)
    for (let from = 0; from < chunk.length;) {
      const length = at < fineFrom ? Math.min(PIECE, fineFrom - at) : 1;
      const piece = chunk.subarray(from, from + length);
      yield piece;
      from += piece.length;
      at += piece.length;
    }
}

/**
 * What zlib makes of each piece, as long as it can; it keeps back what it made of the piece that it fails in.
 * @returns how many packed bytes stand before that piece
 */
async function* piecewise(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, number> {
  const roomy = { ...options, readableHighWaterMark: ROOM };
  const transform = createGunzip(roomy);
  // What is being written when it fails is not called back.
  const failure = new Promise<boolean>((fail) => {
    transform.on('error', () => {
      fail(true);
    });
  });
  let good = 0;
  try {
    for await (const piece of pieces) {
      const written = new Promise<boolean>((done) => {
        transform.write(piece, (error) => {
          done(error instanceof Error);
        });
      });
      const failed = await Promise.race([failure, written]);
      if (failed) return good;
      good += piece.length;
      const made: unknown = transform.read();
      if (made instanceof Uint8Array) yield made;
    }
    return good;
  } finally {
    transform.destroy();
  }
}

/** All that stands before the damage. */
async function* beforeDamage(reopen: NonNullable<Source['reopen']>): AsyncGenerator<Uint8Array> {
  const search = piecewise(piecesOf(reopen(), Infinity));
  let next = await search.next();
  while (next.done !== true) next = await search.next();
  yield* piecewise(piecesOf(reopen(), next.value));
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
    if (!(error instanceof DamagedInput) || reopen === undefined) throw error;
    if (!/incorrect (data|length) check/.test(error.message)) {
      for await (const chunk of dropBytes(beforeDamage(reopen), given)) {
        given += chunk.length;
        yield chunk;
      }
      throw given > 0 && BETWEEN_MEMBERS.test(error.message)
        ? new DamagedInput('what follows the compressed data is no gzip and was passed over')
        : error;
    }
    yield* dropBytes(through(bodyOf(reopen()), createInflateRaw(options)), given);
    throw new DamagedInput('the gzip checksum does not match its content, which was used nevertheless');
  }
}

export const gzip: Container = {
  id: 'gzip',
  sniff: (head) => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8,
  unpack: gunzip,
};
