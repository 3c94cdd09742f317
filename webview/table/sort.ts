import type { Sort } from '../saved-state';

export type Sortable = number | string | undefined;

const compare = (a: number | string, b: number | string): number =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), 'en', { numeric: true, sensitivity: 'base' });

/** Stable; unknown values stay last in both directions. */
export const sortRows = <Row>(
  rows: readonly Row[],
  value: (row: Row) => Sortable,
  direction: Sort['direction'],
): readonly Row[] => {
  const sign = direction === 'ascending' ? 1 : -1;
  return rows
    .map((row) => ({ row, key: value(row) }))
    .sort((a, b) => {
      if (a.key === undefined || b.key === undefined)
        return Number(a.key === undefined) - Number(b.key === undefined);
      return sign * compare(a.key, b.key);
    })
    .map(({ row }) => row);
};
