import { formatNumber, formatQuantity, UNKNOWN } from '../../units/format';
import { isLadderUnit } from '../../units/ladders';
import type { Assumption } from '../../units/provenance';
import { number, text } from '../cells';
import type { Block } from '../document';

const inUnit = (value: number, unit: string): string =>
  isLadderUnit(unit) ? formatQuantity(value, unit) : formatNumber(value);

/** What numbers rest on, each with its range and source. */
export const assumptionsTable = (assumptions: readonly Assumption[]): Block => ({
  kind: 'table',
  heading: 'What this rests on',
  columns: [
    text('Assumption'),
    number('Value'),
    text('Unit'),
    text('Low – high'),
    text('Year'),
    text('Licence'),
    text('Source'),
  ],
  rows: assumptions.map(({ id, value, unit, low, high, year, licence, source, note }) => [
    id,
    typeof value === 'number' ? { text: inUnit(value, unit), value } : value,
    isLadderUnit(unit) ? '' : unit,
    low === undefined || high === undefined ? '' : `${inUnit(low, unit)} – ${inUnit(high, unit)}`,
    year === undefined ? UNKNOWN : String(year),
    licence ?? UNKNOWN,
    note === undefined ? source : `${source} (${note})`,
  ]),
});
