/**
 * Entries of a zip archive in the order of a stream, for it may come from a pipe: yauzl begins with the directory at the end, and the
 * stream of fflate looks for signatures within contents.
 */
import { constants, createInflateRaw } from 'node:zlib';
import { Problem } from '../../core/problem';
import type { ByteQueue } from './byte-queue';
import { inflated, OUTPUT_CHUNK, through } from './inflate';

/** Signatures of what follows an entry (APPNOTE.TXT 4.3): the next one, or the directory behind them all. */
const LOCAL = 0x04034b50;
const DESCRIPTOR = 'PK\x07\x08';
const FOLLOWING: readonly number[] = [LOCAL, 0x02014b50, 0x08064b50, 0x06064b50, 0x06054b50];
const LOCAL_HEADER = 30;
const [ENCRYPTED, SIZES_BEHIND] = [1, 8];
const [STORED, DEFLATED] = [0, 8];
const IN_ZIP64 = 0xffffffff;
const ZIP64 = 1;
/** Of a descriptor: with and without a signature, with sizes of four bytes and of eight. */
const DESCRIPTOR_LENGTHS = [16, 24, 12, 20];
const LONGEST_DESCRIPTOR = 24;

export interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  /** Packed bytes; undefined where they stand behind the content. */
  readonly size: number | undefined;
}

/** Sizes that do not fit their fields stand in an extra one (4.5.3), the unpacked one first. */
const longSize = (extra: Buffer, unpacked: number): number => {
  for (let p = 0; p + 4 <= extra.length; p += 4 + extra.readUInt16LE(p + 2)) {
    const at = p + 4 + (unpacked === IN_ZIP64 ? 8 : 0);
    if (extra.readUInt16LE(p) === ZIP64 && at + 8 <= extra.length) return Number(extra.readBigUInt64LE(at));
  }
  return IN_ZIP64;
};

/** The header of the next entry (4.3.7), or undefined where the last one was. */
export const nextEntry = async (queue: ByteQueue): Promise<Entry | undefined> => {
  const header = await queue.take(LOCAL_HEADER);
  if (header.length < LOCAL_HEADER || header.readUInt32LE(0) !== LOCAL) return undefined;
  const [flags, method] = [header.readUInt16LE(6), header.readUInt16LE(8)];
  const size = header.readUInt32LE(18);
  const name = await queue.take(header.readUInt16LE(26));
  const extra = await queue.take(header.readUInt16LE(28));
  return {
    name: name.toString('utf8'),
    flags,
    method,
    size:
      (flags & SIZES_BEHIND) !== 0
        ? undefined
        : size === IN_ZIP64
          ? longSize(extra, header.readUInt32LE(22))
          : size,
  };
};

const options = { chunkSize: OUTPUT_CHUNK, finishFlush: constants.Z_SYNC_FLUSH };

/** Stored bytes whose length stands behind them: up to a descriptor that counts as many. */
async function* storedBefore(queue: ByteQueue): AsyncGenerator<Uint8Array> {
  let count = 0;
  for (;;) {
    const bytes = await queue.take(OUTPUT_CHUNK);
    for (let p = bytes.indexOf(DESCRIPTOR); p >= 0; p = bytes.indexOf(DESCRIPTOR, p + 1)) {
      const isCut = p + LONGEST_DESCRIPTOR > bytes.length && bytes.length === OUTPUT_CHUNK;
      const isEnd = p + 12 <= bytes.length && bytes.readUInt32LE(p + 8) === (count + p) % 2 ** 32;
      if (!isCut && !isEnd) continue;
      queue.putBack(bytes.subarray(p));
      yield bytes.subarray(0, p);
      count += p;
      if (isEnd) return;
      break;
    }
  }
}

/** What follows the content where its sizes do (4.3.9): its length is told by what stands after it. */
const passDescriptor = async (queue: ByteQueue): Promise<void> => {
  const bytes = await queue.take(LONGEST_DESCRIPTOR + 4);
  const length = DESCRIPTOR_LENGTHS.find(
    (end) => end + 4 <= bytes.length && FOLLOWING.includes(bytes.readUInt32LE(end)),
  );
  queue.putBack(bytes.subarray(length ?? bytes.length));
};

/** The content of the entry whose header was read last; all of it is to be taken. @throws Problem for one that cannot be unpacked */
export async function* contentOf(queue: ByteQueue, entry: Entry): AsyncGenerator<Uint8Array> {
  const { name, flags, method, size } = entry;
  if ((flags & ENCRYPTED) !== 0)
    throw new Problem(`"${name}" in this zip archive is encrypted; expected an archive without a password`);
  if (method !== STORED && method !== DEFLATED)
    throw new Problem(`"${name}" in this zip archive is packed by method ${method}; expected deflate`);
  if (size !== undefined) {
    const packed = queue.run(size);
    yield* method === STORED ? packed : through(packed, createInflateRaw(options));
    return;
  }
  yield* method === STORED ? storedBefore(queue) : inflated(queue, createInflateRaw(options));
  await passDescriptor(queue);
}

/** Leaves the content of an entry out. */
export const passOver = async (queue: ByteQueue, entry: Entry): Promise<void> => {
  const { size } = entry;
  const bytes = size === undefined ? contentOf(queue, entry) : queue.run(size);
  let next = await bytes.next();
  while (next.done !== true) next = await bytes.next();
};
