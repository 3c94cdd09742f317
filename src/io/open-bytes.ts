import { constants as fs } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ReadBeside } from '../core/input/beside';
import { Problem } from '../core/problem';
import { lend, takeSpare } from '../core/traces/scan/spare-chunks';
import { unpack } from './containers';

const CHUNK = 1 << 20;

export interface OpenOptions {
  /** Called with the bytes read from the file so far and, where it is known, how many there are. */
  readonly onRead?: (read: number, total: number | undefined) => void;
}

/**
 * A file's content in chunks, unpacked where it is compressed (by its first bytes, whatever its name).
 * @throws Problem when the file cannot be opened
 */
export async function* openBytes(path: string, options: OpenOptions = {}): AsyncIterable<Uint8Array> {
  const file = await openFile(path);
  const { size } = await file.stat();
  yield* unpack({
    chunks: readAhead(file, (read) => options.onRead?.(read, size > 0 ? size : undefined)),
    reopen: () => openBytesPacked(path),
  });
}

/** Opens and reads other files of a file's folder; neither where it is not on disk. */
export const besideOpener = (
  path: string | undefined,
): { readonly openBeside?: (name: string) => AsyncIterable<Uint8Array>; readonly readBeside?: ReadBeside } =>
  path === undefined
    ? {}
    : {
        openBeside: (name) => openBytes(join(dirname(path), name)),
        readBeside: (name) => textOrNone(join(dirname(path), name)),
      };

/** A small file's text; undefined where there is none. @throws Problem where it cannot be read */
export const textOrNone = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw unreadable(path, error);
  }
};

async function* openBytesPacked(path: string): AsyncGenerator<Uint8Array> {
  yield* readAhead(await openFile(path), () => undefined);
}

const openFile = async (path: string): Promise<FileHandle> => {
  const file = await open(path, fs.O_RDONLY).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (!(await file.stat()).isDirectory()) return file;
  await file.close();
  throw new Problem('this is a folder; expected a file', { file: path });
};

/** Chunks of a file, the next one being read while the last is worked on. */
async function* readAhead(file: FileHandle, onRead: (read: number) => void): AsyncGenerator<Uint8Array> {
  const next = async (): Promise<Uint8Array> => {
    const memory = takeSpare(CHUNK);
    const chunk = memory === undefined ? Buffer.allocUnsafeSlow(CHUNK) : Buffer.from(memory);
    const { bytesRead } = await file.read(chunk, 0, CHUNK, null);
    lend(chunk.buffer);
    return chunk.subarray(0, bytesRead);
  };
  let read = 0;
  let pending = next();
  try {
    for (let chunk = await pending; chunk.length > 0; chunk = await pending) {
      pending = next();
      read += chunk.length;
      onRead(read);
      yield chunk;
    }
  } finally {
    await pending.catch(() => undefined);
    await file.close();
  }
}

/** Bytes that are there already, unpacked where they are compressed. */
export async function* openBuffer(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield* unpack({ chunks: once(bytes), reopen: () => once(bytes) });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Standard input in chunks, unpacked where it is compressed. */
export async function* readStdin(): AsyncIterable<Uint8Array> {
  yield* unpack({ chunks: process.stdin as AsyncIterable<Uint8Array> });
}

/** Why a file or folder cannot be read, in one sentence. */
export const unreadable = (path: string, error: unknown, what: 'file' | 'folder' = 'file'): Problem => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (path === '') return new Problem(`the name of the ${what} is empty`);
  if (code === 'ENOENT') return new Problem(`no such ${what}`, { file: path });
  if (code === 'EACCES') return new Problem(`not allowed to read this ${what}`, { file: path });
  return new Problem(`cannot be read (${error instanceof Error ? error.message : String(error)})`, {
    file: path,
  });
};
