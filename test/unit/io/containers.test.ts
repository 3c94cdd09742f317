import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
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

/** A zip archive's beginning: a folder, then one file (APPNOTE.TXT 4.3.7). */
const zipped = (method: number, data: Uint8Array): Buffer => {
  const entry = (name: string, of: number, packed: Uint8Array, size: number): Buffer => {
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(of, 8);
    header.writeUInt32LE(crc32(CONTENT), 14);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(size, 22);
    header.writeUInt16LE(name.length, 26);
    return Buffer.concat([header, Buffer.from(name), packed]);
  };
  return Buffer.concat([
    entry('traces/', 0, new Uint8Array(0), 0),
    entry('traces/t.json', method, data, CONTENT.length),
  ]);
};

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
