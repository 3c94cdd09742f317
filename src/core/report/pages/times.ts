import { count, number, quantity, text } from '../cells';
import type { Cell, Column } from '../document';

interface Times {
  readonly calls: number;
  readonly hostSelf: number;
  readonly hostTotal: number;
  readonly deviceSelf: number;
  readonly deviceTotal: number;
}

/** The columns of every tree of calls; "self" is without what is called from there. */
export const timeColumns = (title: string): readonly Column[] => [
  text(title),
  number('Calls'),
  number('Host self', 's'),
  number('Host total', 's'),
  number('Device self', 's'),
  number('Device total', 's'),
];

export const timeCells = (
  name: Cell,
  { calls, hostSelf, hostTotal, deviceSelf, deviceTotal }: Times,
): readonly Cell[] => [
  name,
  count(calls),
  quantity(hostSelf, 's'),
  quantity(hostTotal, 's'),
  quantity(deviceSelf, 's'),
  quantity(deviceTotal, 's'),
];
