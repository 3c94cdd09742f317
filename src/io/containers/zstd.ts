import { Decompress, ZstdErrorCode } from 'fzstd';
import { Problem } from '../../core/problem';
import { DamagedInput } from '../../core/traces/faults';
import type { Container } from './container';

/** What `zstd -d` takes without being told to take more; the decoder moves as much for every block of 128 KiB. */
const LARGEST_WINDOW = 1 << 27;
const [MAGIC, SKIPPABLE] = [0xfd2fb528, 0x184d2a5];
const SINGLE_SEGMENT = 0x20;

const magicOf = (head: Uint8Array): number =>
  head.length < 4 ? 0 : Buffer.from(head.buffer, head.byteOffset, 4).readUInt32LE(0);

/** Bytes of the past that a frame asks for (RFC 8878, 3.1.1.1.2); a frame in one segment has no more than its content. */
const windowOf = (head: Uint8Array): number => {
  const [flags = 0, descriptor = 0] = head.subarray(4);
  if (magicOf(head) !== MAGIC || (flags & SINGLE_SEGMENT) !== 0) return 0;
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
};

const damage = (error: unknown): DamagedInput => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return new DamagedInput(
    // A block is decoded from its end, so nothing can be had of one without it.
    code === ZstdErrorCode.UnexpectedEOF
      ? 'the Zstandard data is cut off; the blocks that stand before are used'
      : `the Zstandard data is damaged (${error instanceof Error ? error.message : String(error)}); what stands before is used`,
  );
};

/** Node 20 has no Zstandard of its own; this decoder is plain JavaScript and runs on the reading thread. */
async function* decompress(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const stream = new Decompress((chunk) => ready.push(chunk));
  async function* pushed(chunk: Uint8Array, final: boolean): AsyncGenerator<Uint8Array> {
    let fault: DamagedInput | undefined;
    try {
      stream.push(chunk, final);
    } catch (error) {
      fault = damage(error);
    }
    yield* ready;
    ready = [];
    if (fault !== undefined) throw fault;
  }
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && windowOf(chunk) > LARGEST_WINDOW)
      throw new Problem(
        `packed by Zstandard with a window of ${Math.round(windowOf(chunk) / 2 ** 20)} MB; expected at most ${LARGEST_WINDOW / 2 ** 20} MB: unpack it first (zstd -d --long=31)`,
        { byte: 5 },
      );
    isFirst = false;
    yield* pushed(chunk, false);
  }
  yield* pushed(new Uint8Array(0), true);
}

export const zstd: Container = {
  id: 'zstd',
  sniff: (head) => magicOf(head) === MAGIC || magicOf(head) >>> 4 === SKIPPABLE,
  unpack: ({ chunks }) => decompress(chunks),
};
