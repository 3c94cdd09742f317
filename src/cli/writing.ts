import { writeFile } from 'node:fs/promises';
import { Problem } from '../core/problem';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'not allowed to write there',
  EISDIR: 'a folder; expected the name of a file',
  ENOENT: 'expected a path in a folder that exists',
  ENOSPC: 'no space is left on the disk',
  EROFS: 'the disk is read-only',
};

/** Why a file or a stream cannot be written, in one sentence. */
export const unwritable = ({ code = '', message }: NodeJS.ErrnoException): string => {
  const reason = REASONS[code];
  return reason === undefined ? `cannot be written (${message})` : `cannot be written (${code}): ${reason}`;
};

/** Writes a file that was asked for. @throws Problem that names it */
export const writeTo = (file: string, text: string): Promise<void> =>
  writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new Problem(unwritable(error), { file });
  });
