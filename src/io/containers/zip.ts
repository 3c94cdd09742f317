import { constants, createInflateRaw } from 'node:zlib';
import { Problem } from '../../core/problem';
import type { Container } from './container';
import { OUTPUT_CHUNK, through } from './inflate';

const LOCAL_HEADER = 30;
const [STORED, DEFLATED] = [0, 8];

interface Entry {
  readonly method: number;
  /** Packed bytes; 0 where they stand behind the content. */
  readonly size: number;
  readonly name: string;
  readonly dataStart: number;
}

/** The local file header at `p` (APPNOTE.TXT 4.3.7), or `undefined` where there is none. */
const entryAt = (bytes: Buffer, p: number): Entry | undefined => {
  if (bytes.length < p + LOCAL_HEADER || bytes.readUInt32LE(p) !== 0x04034b50) return undefined;
  const nameLength = bytes.readUInt16LE(p + 26);
  return {
    method: bytes.readUInt16LE(p + 8),
    size: bytes.readUInt32LE(p + 18),
    name: bytes.toString('utf8', p + LOCAL_HEADER, p + LOCAL_HEADER + nameLength),
    dataStart: p + LOCAL_HEADER + nameLength + bytes.readUInt16LE(p + 28),
  };
};

/** What stands beside a trace in an archive: folders, what macOS adds, and texts for people. */
const BESIDE = /\/$|(^|\/)(__MACOSX\/|\.)|\.(txt|md|log|html?|pdf|png)$/i;

/** The first file that can be a trace by its name, else the first of all, as far as the headers stand in `head`. */
const wantedEntry = (head: Buffer): Entry | undefined => {
  let other: Entry | undefined;
  let entry = entryAt(head, 0);
  while (entry !== undefined && BESIDE.test(entry.name)) {
    if (!entry.name.endsWith('/')) other ??= entry;
    entry = entryAt(head, entry.dataStart + entry.size);
  }
  return entry ?? other;
};

async function* wantedFile(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  const head = Buffer.from(first.done === true ? new Uint8Array(0) : first.value);
  const entry = wantedEntry(head);
  if (entry === undefined)
    throw new Problem('this zip archive holds no file; expected one with a trace', { byte: 0 });
  const { method, size, dataStart } = entry;
  async function* data(): AsyncGenerator<Uint8Array> {
    yield head.subarray(dataStart);
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  if (method === DEFLATED) {
    yield* through(
      data(),
      createInflateRaw({ chunkSize: OUTPUT_CHUNK, finishFlush: constants.Z_SYNC_FLUSH }),
    );
  } else if (method === STORED && size > 0) yield* takeBytes(data(), size);
  else
    throw new Problem(`"${entry.name}" in this zip archive is packed by method ${method}; expected deflate`, {
      byte: 8,
    });
}

async function* takeBytes(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

export const zip: Container = {
  id: 'zip',
  sniff: (head) => head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4,
  unpack: ({ chunks }) => wantedFile(chunks),
};
