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

/** A frame that decoders pass over (RFC 8878, 3.1.2). */
const skippable = (content: Uint8Array): Buffer => {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(0x184d2a57, 0);
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
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

/** A file of an archive whose sizes stand behind it, as who writes to a pipe has to (4.3.9). */
const described = (
  name: string,
  method: number,
  packed: Uint8Array,
  size: number,
  { signed = true, long = false } = {},
): Buffer => {
  const header = archive([name, method, NOTHING, 0]);
  header.writeUInt16LE(8, 6);
  const width = long ? 8 : 4;
  const descriptor = Buffer.alloc(8 + 2 * width);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(packed.length, 8);
  descriptor.writeUInt32LE(size, 8 + width);
  return Buffer.concat([header, packed, signed ? descriptor : descriptor.subarray(4)]);
};

/** A file of an archive whose sizes stand in a field of their own (4.5.3). */
const longSized = (name: string, method: number, packed: Uint8Array, size: number): Buffer => {
  const header = archive([name, method, NOTHING, 0]);
  header.writeUInt32LE(0xffffffff, 18);
  header.writeUInt32LE(0xffffffff, 22);
  const extra = Buffer.alloc(24);
  extra.writeUInt16LE(0x5455, 0);
  extra.writeUInt16LE(1, 4);
  extra.writeUInt16LE(16, 6);
  extra.writeBigUInt64LE(BigInt(size), 8);
  extra.writeBigUInt64LE(BigInt(packed.length), 16);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, extra, packed]);
};

/** What stands behind the files of an archive. */
const DIRECTORY = Buffer.from('PK\x01\x02 and so on', 'latin1');
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
  [
    'a zip archive with an empty file first',
    archive(['a.json', 0, NOTHING, 0], ['t', 0, CONTENT, CONTENT.length]),
  ],
  [
    'a zip archive that was written to a pipe',
    described('t.json', 8, deflateRawSync(CONTENT), CONTENT.length),
  ],
  [
    'a stored file written to a pipe',
    Buffer.concat([described('t.json', 0, CONTENT, CONTENT.length), DIRECTORY]),
  ],
  ['a zip archive with long sizes', longSized('t.json', 0, CONTENT, CONTENT.length)],
  ['gzip within gzip', gzipSync(gzipSync(CONTENT))],
  ['gzip within a zip archive', zipped(0, gzipSync(CONTENT))],
  [
    'Zstandard behind frames to pass over',
    Buffer.concat([skippable(NOTHING), skippable(NOTE), zstandard(CONTENT)]),
  ],
  [
    'Zstandard around a frame to pass over',
    Buffer.concat([zstandard(CONTENT.subarray(0, 999)), skippable(NOTE), zstandard(CONTENT.subarray(999))]),
  ],
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
  assert.match(after.damage ?? '', /what follows the compressed data is no gzip/);
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

test('Zstandard data that is cut off gives the blocks that are whole', async () => {
  const packed = zstandard(CONTENT);
  const within = await opened(packed.subarray(0, 100_000));
  assert.ok(within.content.equals(CONTENT.subarray(0, 60_000)));
  assert.match(within.damage ?? '', /cut off/);
  assert.equal((await opened(packed.subarray(0, 50_000))).content.length, 0);
});

test('what follows Zstandard data does not take it along', async () => {
  const { content, damage } = await opened(Buffer.concat([zstandard(CONTENT), Buffer.alloc(512)]));
  assert.ok(content.equals(CONTENT));
  assert.match(damage ?? '', /Zstandard/);
});

test('Zstandard data that asks for much memory is a problem', async () => {
  const packed = zstandard(CONTENT);
  packed[5] = 20 << 3;
  await assert.rejects(opened(packed), /window of 1024 MB; expected at most 128 MB/);
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
    message: /is (cut off|damaged \(.*\)), and no trace stands before; expected a whole file/,
  };
  const packed = zstandard(TRACE);
  packed[9] = 0xff;
  await assert.rejects(small(packed.subarray(0, 8)), reason);
  const config = gzipSync(Buffer.from('{"model_type":"llama"}'));
  config[12] = 0xff;
  await assert.rejects(small(config), reason);
});

const OTHER = Buffer.from('{"about":"this run"}');

test('the trace of an archive is found by its content, whatever stands before', async () => {
  const packed = deflateRawSync(TRACE);
  const options = [{}, { signed: false }, { long: true }, { signed: false, long: true }];
  for (const before of [
    archive(['metadata.json', 0, OTHER, OTHER.length], ['costs.csv', 0, NOTE, NOTE.length]),
    longSized('notes.md', 0, NOTE, NOTE.length),
    ...options.map((option) => described('metadata.json', 8, deflateRawSync(OTHER), OTHER.length, option)),
    described('metadata.json', 0, OTHER, OTHER.length),
  ]) {
    const found = await small(
      Buffer.concat([before, described('t.json', 8, packed, TRACE.length), DIRECTORY]),
    );
    assert.equal(found.kind === 'trace' && found.trace.slices.length, 3);
    assert.deepEqual(found.kind === 'trace' && found.trace.warnings, []);
  }
});

test('of an archive with a trace a rank the first is shown, and the others are named', async () => {
  const ranks = [0, 1, 2, 3, 4].map((rank) => [`run/rank${rank}.json`, 0, TRACE, TRACE.length] as const);
  const found = await small(archive(...ranks, ['run/notes.txt', 0, NOTE, NOTE.length]));
  assert.equal(found.kind === 'trace' && found.trace.slices.length, 3);
  assert.match(
    found.kind === 'trace' ? found.trace.warnings.join() : '',
    /"run\/rank0.json" is shown, and run\/rank1.json, run\/rank2.json, run\/rank3.json, 1 more beside it not/,
  );
});

test('archives that cannot be read say why', async () => {
  const encrypted = zipped(8, deflateRawSync(CONTENT));
  encrypted[encrypted.indexOf('PK', 1) + 6] = 1;
  await assert.rejects(opened(encrypted), /"traces\/t.json" in this zip archive is encrypted/);
  await assert.rejects(opened(zipped(12, CONTENT)), /packed by method 12; expected deflate/);
  await assert.rejects(opened(archive(['traces/', 0, NOTHING, 0])), /holds no file/);
  await assert.rejects(opened(Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1')), /holds no file/);
  const checkpoint = archive(['model/data.pkl', 0, CONTENT, CONTENT.length]);
  await assert.rejects(opened(checkpoint), /a checkpoint of PyTorch/);
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
