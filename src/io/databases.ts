import { createWriteStream } from 'node:fs';
import { link, mkdtemp, open, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../core/problem';
import { isSqlite, type OpenDatabase } from '../core/traces/formats/database';

const HEAD = 16;

/**
 * Opens the databases that profilers write: where they are, by pages, so that none is ever in memory as a whole. What
 * comes packed, or on standard input, is unpacked to a temporary file first.
 * @param path Of the file, where there is one.
 */
export const databaseOpener =
  (path?: string): OpenDatabase =>
  async (bytes) => {
    const folder = await mkdtemp(join(tmpdir(), 'wattlens-'));
    const inside = join(folder, 'trace.sqlite');
    const remove = (): Promise<void> => rm(folder, { recursive: true, force: true }).catch(() => undefined);
    try {
      const plain = path !== undefined && (await isPlain(path)) ? path : undefined;
      if (plain === undefined) await unpackTo(inside, bytes);
      else await bytes[Symbol.asyncIterator]().return?.();
      const file = plain === undefined ? inside : await beside(plain, inside);
      // Loaded with the first database: its WebAssembly takes a while, and most traces are none.
      const { openSqlite } = await import('./sqlite');
      const { size } = await stat(file);
      const database = openSqlite(file, size);
      // The open file outlives its name, so nothing stays behind if the thread is stopped; on Windows it goes at the end.
      await remove();
      return {
        ...database,
        close: () => {
          database.close();
          void remove();
        },
      };
    } catch (error) {
      await remove();
      throw error;
    }
  };

const isPlain = async (path: string): Promise<boolean> => {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return isSqlite(buffer);
  } finally {
    await file.close();
  }
};

const unpackTo = async (file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> => {
  try {
    await pipeline(Readable.from(bytes, { objectMode: true }), createWriteStream(file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
      throw new Problem('no room to unpack the database in the folder for temporary files; unpack it first');
    throw error;
  }
};

/**
 * Another name for a file. The library locks a database by a folder beside it: in one of ours, because that of the trace
 * may be read-only, and nothing is to be left there.
 */
const beside = async (path: string, name: string): Promise<string> => {
  const target = resolve(path);
  return symlink(target, name)
    .catch(() => link(target, name))
    .then(
      () => name,
      () => target,
    );
};
