import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Resumed } from '../core/traces/written/text-from';
import { isPacked } from './containers';
import { HEAD_BYTES } from './containers/container';
import { openBuffer, openBytes } from './open-bytes';

const CHUNK = 1 << 18;

/** A file's unpacked bytes from one of them on, or from the first where the file is packed. */
export const resumeFile = async (path: string, byte: number): Promise<Resumed> => {
  const file = await open(path);
  const head = Buffer.alloc(HEAD_BYTES);
  const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0).finally(() => file.close());
  return isPacked(head.subarray(0, bytesRead))
    ? { at: 0, chunks: openBytes(path) }
    : { at: byte, chunks: createReadStream(path, { start: byte, highWaterMark: CHUNK }) };
};

/** The same of bytes that are there already. */
export const resumeBuffer = (bytes: Uint8Array, byte: number): Resumed =>
  isPacked(bytes.subarray(0, HEAD_BYTES))
    ? { at: 0, chunks: openBuffer(bytes) }
    : { at: byte, chunks: openBuffer(bytes.subarray(byte)) };
