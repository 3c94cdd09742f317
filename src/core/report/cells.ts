import type { LadderUnit } from '../units/ladders';
import { formatCount, formatQuantity, formatRange, UNKNOWN } from '../units/format';
import type { Range } from '../units/range';
import { type CodePlace, isLibraryPath } from '../traces/source-places';
import type { Cell, Column } from './document';

export const text = (title: string): Column => ({ title });
export const number = (title: string, unit?: string): Column =>
  unit === undefined ? { title, numeric: true } : { title, unit, numeric: true };

export const quantity = (value: number | undefined, unit: LadderUnit): Cell =>
  value === undefined ? UNKNOWN : { text: formatQuantity(value, unit), value };

export const count = (value: number | undefined): Cell =>
  value === undefined ? UNKNOWN : { text: formatCount(value), value };

/** A text that leads to where it stands outside installed packages; the text alone where that is not known. */
export const placed = (text: string, places: readonly CodePlace[] = []): Cell => {
  const own = places.filter(({ file }) => !isLibraryPath(file));
  return own.length === 0 ? text : { text, places: own };
};

/** "model.py:42": the innermost place outside installed packages, else the innermost. */
export const placeText = (places: readonly CodePlace[]): string => {
  const place = places.find(({ file }) => !isLibraryPath(file)) ?? places[0];
  return place === undefined ? '' : `${place.file}:${place.line}`;
};

export const range = (value: Range<number> | undefined, unit: LadderUnit): Cell =>
  value === undefined ? UNKNOWN : { text: formatRange(value, unit), value: value.mid };
