import { count, number, quantity, text } from '../cells';
import type { Cell, Column } from '../document';

interface Times {
  readonly calls: number;
  readonly hostSelf: number;
  readonly hostTotal: number;
  readonly deviceSelf: number;
  readonly deviceTotal: number;
}

/**
 * The columns of every tree of calls; "self" is without what is called from there. Those of the device are for traces
 * in which something ran on one.
 */
export const timeColumns = (title: string, onDevice: boolean): readonly Column[] => [
  text(title),
  number('Calls'),
  number('Host self', 's'),
  number('Host total', 's'),
  ...(onDevice ? [number('Device self', 's'), number('Device total', 's')] : []),
];

export const timeCells = (
  name: Cell,
  { calls, hostSelf, hostTotal, deviceSelf, deviceTotal }: Times,
  onDevice: boolean,
): readonly Cell[] => [
  name,
  count(calls),
  quantity(hostSelf, 's'),
  quantity(hostTotal, 's'),
  ...(onDevice ? [quantity(deviceSelf, 's'), quantity(deviceTotal, 's')] : []),
];
