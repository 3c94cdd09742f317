import { stat } from 'node:fs/promises';
import { Problem } from '../core/problem';

/** Changes with a file's content. @throws Problem where there is no such file */
export const fileStamp = async (path: string): Promise<string> => {
  const { mtimeMs, size } = await stat(path).catch(() => {
    throw new Problem('no such file');
  });
  return `${mtimeMs} ${size}`;
};
