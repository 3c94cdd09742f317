import { catalogue } from '../core/hardware/catalogue';
import type { Catalogue } from '../core/hardware/load';
import { readPartsFile } from '../core/hardware/workspace';
import { Problem } from '../core/problem';
import { type Fault, faultOf, type PartsFault, type TextSource } from '../protocol/analysis';

let current: Catalogue | undefined;

/** The built-in parts, with those of the workspace over them. */
export const parts = (): Catalogue => current ?? catalogue();

/** What is wrong with a file of parts; undefined where nothing is. */
export const checkParts = ({ text, name }: TextSource): Fault | undefined => {
  try {
    readPartsFile(text, name);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return faultOf(error);
    throw error;
  }
};

/** A file that cannot be read is left out; the others count. What is wrong is told with its place. */
export const setWorkspaceParts = (files: readonly TextSource[]): readonly PartsFault[] => {
  const checked = files.map((file) => ({ file, fault: checkParts(file) }));
  current = catalogue(
    checked
      .filter(({ fault }) => fault === undefined)
      .map(({ file: { text, name } }) => readPartsFile(text, name)),
  );
  return checked.flatMap(({ file: { name }, fault }) => (fault === undefined ? [] : [{ name, fault }]));
};
