import type { Fields } from '../../fields';
import type { Codec, Denoiser } from '../component';

/** A class of diffusers: which `_class_name`s it covers, and how its config is read. */
export interface ComponentClass {
  readonly id: string;
  readonly classNames: readonly string[];
  /** @throws Problem where a field is missing, cannot be, or asks for something not known. */
  read(fields: Fields): Denoiser | Codec;
}

/** Refuses a config that asks for something this reader does not model. */
export const refuse = (fields: Fields, name: string, what: string): never =>
  fields.fail(name, `not known: ${name} ${what}`);

/** Refuses flags that change the architecture in a way that is not modelled. */
export const refuseFlags = (fields: Fields, names: readonly string[]): void => {
  for (const name of names) if (fields.flag(name, false)) refuse(fields, name, 'true');
};

/** Refuses options that change the architecture, unless they are absent or have the value that is modelled. */
export const refuseTexts = (fields: Fields, modelled: Readonly<Record<string, readonly string[]>>): void => {
  for (const [name, values] of Object.entries(modelled)) {
    const value = fields.optionalText(name);
    if (value !== undefined && !values.includes(value)) refuse(fields, name, `"${value}"`);
  }
};

/** More blocks than any level has; a larger number is a slip. */
const MOST_BLOCKS = 1000;

/** Blocks of every level. @throws Problem where there are more than any model has. */
export const readBlocks = (fields: Fields, name: string, otherwise: number): number => {
  const blocks = fields.optionalCount(name) ?? otherwise;
  if (blocks > MOST_BLOCKS) fields.fail(name, `${name} is ${blocks}; expected at most ${MOST_BLOCKS}`);
  return blocks;
};

/** Blocks of each part of an autoencoder. @throws Problem where they are more than any model has, or not as many parts. */
export const readBlockCounts = (
  fields: Fields,
  name: string,
  otherwise: readonly number[],
  parts: number,
): readonly number[] => {
  const counts = fields.counts(name) ?? otherwise;
  const most = counts.find((count) => count > MOST_BLOCKS);
  if (most !== undefined) fields.fail(name, `${name} has ${most}; expected at most ${MOST_BLOCKS}`);
  return counts.length === parts
    ? counts
    : fields.fail(name, `${name} has ${counts.length} entries; expected ${parts}`);
};

/** One number for all levels, or one for each. @throws Problem where the list has another length. */
export const perLevel = (
  fields: Fields,
  name: string,
  levels: number,
  otherwise: number,
): readonly number[] => {
  const given = fields.counts(name) ?? [otherwise];
  const most = given.find((size) => name === 'layers_per_block' && size > MOST_BLOCKS);
  if (most !== undefined) fields.fail(name, `${name} has ${most}; expected at most ${MOST_BLOCKS}`);
  const [only = otherwise] = given;
  if (given.length === 1) return Array.from({ length: levels }, () => only);
  if (given.length !== levels) {
    fields.fail(
      name,
      `${name} has ${given.length} entries; expected one, or one for each of ${levels} levels`,
    );
  }
  return given;
};

/** `sample_size`: a side, or height and width. */
export const readSample = (
  fields: Fields,
  otherwise: number,
): { readonly height: number; readonly width: number } => {
  const [height = otherwise, width = height] = fields.counts('sample_size') ?? [];
  return { height, width };
};
