import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '../core/hardware/catalogue';
import type { Catalogue, CatalogueFile } from '../core/hardware/load';
import { isPartsFile, PARTS_FOLDER } from '../core/hardware/parts-files';
import { readPartsFile } from '../core/hardware/workspace';
import { Problem } from '../core/problem';
import { unreadable } from '../io/open-bytes';

const readCatalogueFile = async (file: string): Promise<CatalogueFile> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(file, error);
  });
  try {
    return readPartsFile(text, file);
  } catch (error) {
    if (error instanceof Problem) throw error.inFile(file);
    throw error;
  }
};

/** The built-in parts, with those of `.wattlens/hardware/*.yaml` below the working folder over them. */
export const workspaceCatalogue = async (): Promise<Catalogue> => {
  const names = await readdir(PARTS_FOLDER).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw unreadable(PARTS_FOLDER, error, 'folder');
  });
  const files = names.filter(isPartsFile).sort();
  return catalogue(await Promise.all(files.map((name) => readCatalogueFile(join(PARTS_FOLDER, name)))));
};
