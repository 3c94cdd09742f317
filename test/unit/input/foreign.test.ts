import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openInput } from '../../../src/core/input/open';
import { Problem } from '../../../src/core/problem';

const bytes = (latin1: string): Uint8Array => Buffer.from(latin1.padEnd(600, '\0'), 'latin1');

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

for (const [what, start] of [
  ['an xz file', '\xfd7zXZ\0\0\x04'],
  ['an LZMA file', '\x5d\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff\0'],
  ['an lzip file', 'LZIP\x01\x0c'],
  ['a bzip2 file', 'BZh91AY&SY'],
  ['an LZ4 file', '\x04"M\x18d@\xa7'],
  ['a Snappy file', '\xff\x06\0\0sNaPpY'],
  ['a file of compress', '\x1f\x9d\x90'],
  ['a 7z archive', "7z\xbc\xaf'\x1c\0\x04"],
  ['a RAR archive', 'Rar!\x1a\x07\x01\0'],
  ['a tar archive', `${'rank0.json'.padEnd(257, '\0')}ustar\x0000`],
  ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n'],
  ['an HTML page', '\n<!DOCTYPE html>\n<html lang="en">'],
  ['an HDF5 file', '\x89HDF\r\n\x1a\n'],
  ['a Parquet or Arrow file', 'PAR1\x15\x04'],
  ['a Python pickle', '\x80\x04\x95\x10\0'],
] as const) {
  test(`${what} is named, and what to do`, async () => {
    await assert.rejects(openInput(once(bytes(start)), 'trace.json'), (error) => {
      assert.ok(error instanceof Problem);
      assert.ok(error.message.startsWith(what), error.message);
      assert.match(error.message, /; (expected|fetch)/);
      return true;
    });
  });
}
