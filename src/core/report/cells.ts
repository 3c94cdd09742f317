import type { LadderUnit } from '../units/ladders';
import { formatCount, formatQuantity, formatRange, UNKNOWN } from '../units/format';
import type { Range } from '../units/range';
import type { Cell, Column } from './document';

export const text = (title: string): Column => ({ title });
export const number = (title: string, unit?: string): Column =>
  unit === undefined ? { title, numeric: true } : { title, unit, numeric: true };

export const quantity = (value: number | undefined, unit: LadderUnit): Cell =>
  value === undefined ? UNKNOWN : { text: formatQuantity(value, unit), value };

export const count = (value: number | undefined): Cell =>
  value === undefined ? UNKNOWN : { text: formatCount(value), value };

export const range = (value: Range<number> | undefined, unit: LadderUnit): Cell =>
  value === undefined ? UNKNOWN : { text: formatRange(value, unit), value: value.mid };
