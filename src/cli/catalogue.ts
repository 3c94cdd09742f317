import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load, YAMLException } from 'js-yaml';
import { catalogue } from '../core/hardware/catalogue';
import type { Catalogue, CatalogueFile } from '../core/hardware/load';
import { Problem } from '../core/problem';

const FOLDER = join('.wattlens', 'hardware');

const readCatalogueFile = async (file: string): Promise<CatalogueFile> => {
  try {
    return { name: file, data: load(await readFile(file, 'utf8'), { filename: file }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new Problem(`not valid YAML: ${error.reason}`, {
      file,
      line: error.mark.line + 1,
      column: error.mark.column + 1,
    });
  }
};

/** The built-in parts, with those of `.wattlens/hardware/*.yaml` below the working folder over them. */
export const workspaceCatalogue = async (): Promise<Catalogue> => {
  const names = await readdir(FOLDER).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  return catalogue(await Promise.all(files.map((name) => readCatalogueFile(join(FOLDER, name)))));
};
