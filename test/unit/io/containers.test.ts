import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { openInput } from '../../../src/core/input/open';
import { Problem } from '../../../src/core/problem';
import { DamagedInput } from '../../../src/core/traces/faults';
import { openBytes } from '../../../src/io/open-bytes';

const CONTENT = Buffer.from(Array.from({ length: 50_000 }, (_, i) => `line ${i}\n`).join(''));
const folder = mkdtempSync(join(tmpdir(), 'wattlens-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** What `openBytes` gives of a file, and what it says about damage. */
const opened = async (bytes: Uint8Array): Promise<{ readonly content: Buffer; readonly damage?: string }> => {
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of openBytes(path)) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof DamagedInput)) throw error;
    return { content: Buffer.concat(chunks), damage: error.message };
  }
  return { content: Buffer.concat(chunks) };
};

/** A Zstandard frame of raw blocks (RFC 8878, 3.1.1): no checksum, a window of 1 MiB. */
const zstandard = (content: Uint8Array): Buffer => {
  const blocks: Uint8Array[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50])];
  for (let at = 0; at < content.length; at += 60_000) {
    const block = content.subarray(at, at + 60_000);
    const last = at + 60_000 >= content.length ? 1 : 0;
    const header = (block.length << 3) | last;
    blocks.push(Buffer.from([header & 0xff, (header >> 8) & 0xff, header >> 16]), block);
  }
  return Buffer.concat(blocks);
};

/** A zip archive's beginning: files one after the other, each with its content packed (APPNOTE.TXT 4.3.7). */
const archive = (
  ...files: readonly (readonly [name: string, method: number, packed: Uint8Array, size: number])[]
): Buffer =>
  Buffer.concat(
    files.flatMap(([name, method, packed, size]) => {
      const header = Buffer.alloc(30);
      header.writeUInt32LE(0x04034b50, 0);
      header.writeUInt16LE(20, 4);
      header.writeUInt16LE(method, 8);
      header.writeUInt32LE(crc32(CONTENT), 14);
      header.writeUInt32LE(packed.length, 18);
      header.writeUInt32LE(size, 22);
      header.writeUInt16LE(name.length, 26);
      return [header, Buffer.from(name), packed];
    }),
  );

const NOTHING = new Uint8Array(0);
const NOTE = Buffer.from('about this trace');
const zipped = (method: number, data: Uint8Array): Buffer =>
  archive(['traces/', 0, NOTHING, 0], ['traces/t.json', method, data, CONTENT.length]);

for (const [what, bytes] of [
  ['a plain file', CONTENT],
  ['gzip', gzipSync(CONTENT)],
  [
    'gzip in two members',
    Buffer.concat([gzipSync(CONTENT.subarray(0, 9999)), gzipSync(CONTENT.subarray(9999))]),
  ],
  ['gzip padded with zeros', Buffer.concat([gzipSync(CONTENT), Buffer.alloc(512)])],
  ['a zlib stream', deflateSync(CONTENT)],
  ['Zstandard', zstandard(CONTENT)],
  ['a zip archive', zipped(8, deflateRawSync(CONTENT))],
  ['a zip archive that only stores', zipped(0, CONTENT)],
  [
    'a zip archive with notes before the trace',
    archive(
      ['README.txt', 0, NOTE, NOTE.length],
      ['__MACOSX/._t.json', 0, NOTE, NOTE.length],
      ['.DS_Store', 0, NOTE, NOTE.length],
      ['t.json', 8, deflateRawSync(CONTENT), CONTENT.length],
    ),
  ],
  ['a zip archive of one text', archive(['trace.txt', 0, CONTENT, CONTENT.length])],
] as const) {
  test(`${what} opens, whatever its name`, async () => {
    const { content, damage } = await opened(bytes);
    assert.ok(content.equals(CONTENT));
    assert.equal(damage, undefined);
  });
}

test('a wrong checksum is told, and the content given', async () => {
  const packed = gzipSync(CONTENT);
  packed.writeUInt32LE(0, packed.length - 8);
  const { content, damage } = await opened(packed);
  assert.ok(content.equals(CONTENT));
  assert.match(damage ?? '', /checksum/);
});

test('all that stands before damage is given', async () => {
  const after = await opened(Buffer.concat([gzipSync(CONTENT), Buffer.from('no gzip')]));
  assert.ok(after.content.equals(CONTENT));
  assert.match(after.damage ?? '', /damaged/);
  // Stored, so that a byte of content is a byte of the file; the length of the second block does not match its complement.
  const stored = gzipSync(CONTENT, { level: 0 });
  const second = 10 + 5 + stored.readUInt16LE(11);
  stored[second + 3] = (stored[second + 3] ?? 0) ^ 0xff;
  const within = await opened(stored);
  assert.ok(within.content.equals(CONTENT.subarray(0, stored.readUInt16LE(11))));
  assert.match(within.damage ?? '', /invalid stored block lengths/);
});

test('a file cut off gives what it has', async () => {
  const packed = gzipSync(CONTENT);
  const { content } = await opened(packed.subarray(0, packed.length / 2));
  assert.ok(content.length > 1000 && CONTENT.subarray(0, content.length).equals(content));
});

test('damaged Zstandard data gives what stands before', async () => {
  const packed = zstandard(CONTENT);
  packed[60_009] = 0xff;
  packed[60_010] = 0xff;
  const { content, damage } = await opened(packed);
  assert.ok(CONTENT.subarray(0, content.length).equals(content));
  assert.match(damage ?? '', /Zstandard/);
});

const EVENTS = [1, 2, 3].map((ts) => ({ ph: 'X', name: `n${ts}`, ts, dur: 1, pid: 1, tid: 1 }));
const TRACE = Buffer.from(JSON.stringify({ traceEvents: EVENTS }));

/** What becomes of a file that is damaged within the part that tells what it is. */
const small = async (bytes: Uint8Array) => {
  const path = join(folder, 'small');
  writeFileSync(path, bytes);
  return openInput(openBytes(path), path);
};

test('a small trace that is damaged gives what stands before, and says so', async () => {
  const packed = gzipSync(TRACE);
  packed.writeUInt32LE(0, packed.length - 8);
  const opened = await small(packed);
  assert.equal(opened.kind, 'trace');
  if (opened.kind !== 'trace') return;
  assert.equal(opened.trace.slices.length, 3);
  assert.match(opened.trace.warnings.join(), /checksum/);
});

test('damaged data with no trace in it is a problem, whatever it was', async () => {
  const reason = {
    name: 'Problem',
    message: /is damaged \(.*\), and no trace stands before; expected a whole file/,
  };
  const packed = zstandard(TRACE);
  packed[9] = 0xff;
  await assert.rejects(small(packed.subarray(0, 8)), reason);
  const config = gzipSync(Buffer.from('{"model_type":"llama"}'));
  config[12] = 0xff;
  await assert.rejects(small(config), reason);
});

test('a file that is not there is a problem with its name', async () => {
  const path = join(folder, 'nowhere');
  await assert.rejects(
    async () => {
      for await (const _ of openBytes(path));
    },
    (error) => error instanceof Problem && error.where.file === path,
  );
});

test('a folder is a problem, not a crash', async () => {
  await assert.rejects(
    async () => {
      for await (const _ of openBytes(folder));
    },
    (error) => error instanceof Problem && /folder/.test(error.message),
  );
});
