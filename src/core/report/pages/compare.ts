import { CHANGES, type DiffRow } from '../../traces/analysis/diff';
import { formatCount, formatQuantity, formatShare } from '../../units/format';
import { diffDocument } from '../documents/diff';
import { diffTable, signed } from '../documents/trace-diff';
import type { TraceComparison } from '../trace-comparison';
import { firstRows, MOST_BARS, note } from './limits';
import type { BarsBlock, PageBlock } from './page';

/** "2 added, 1 removed, 14 slower, 5 faster". */
const counted = (rows: readonly DiffRow[]): string => {
  const parts = CHANGES.map((change) => [change, rows.filter((row) => row.change === change).length] as const)
    .filter(([change, many]) => change !== 'same' && many > 0)
    .map(([change, many]) => `${formatCount(many)} ${change}`);
  return parts.length === 0 ? 'none differs' : parts.join(', ');
};

const sum = (rows: readonly DiffRow[], of: 'before' | 'after'): number =>
  rows.reduce((all, row) => all + (row[of]?.seconds ?? 0), 0);

const changeOf = (before: number, after: number): string =>
  before === 0 || after === before
    ? ''
    : ` (${after > before ? '+' : '−'}${formatShare(Math.abs(after / before - 1))})`;

interface Compared {
  readonly what: string;
  readonly rows: readonly DiffRow[];
  readonly time: string;
  readonly onDevice: boolean;
}

const bars = ({ what, rows, time, onDevice }: Compared): BarsBlock => {
  const differing = rows.filter(({ seconds }) => seconds !== 0);
  const drawn = differing.slice(0, MOST_BARS);
  const [largest] = drawn;
  const more =
    differing.length > drawn.length
      ? ` The ${drawn.length} largest of ${formatCount(differing.length)} differences are drawn.`
      : '';
  const [before, after] = [sum(rows, 'before'), sum(rows, 'after')];
  return {
    kind: 'bars',
    title: `${what} whose ${time} differs`,
    summary:
      // Times of operators count those inside them, so their sum says nothing.
      (onDevice
        ? `${formatQuantity(before, 's')} of ${time} before, ${formatQuantity(after, 's')} after${changeOf(before, after)}. `
        : '') +
      `${what}: ${counted(rows)}.` +
      (largest === undefined
        ? ''
        : ` The largest difference is ${largest.name}: ${signed(largest.seconds)}.`) +
      more,
    unit: 's',
    labels: drawn.map(({ name, change }) =>
      change === 'added' || change === 'removed' ? `${name} (${change})` : name,
    ),
    series: [
      { name: 'more after', values: drawn.map(({ seconds }) => Math.max(0, seconds)) },
      { name: 'less after', values: drawn.map(({ seconds }) => Math.min(0, seconds)) },
    ],
  };
};

const table = (heading: string, rows: readonly DiffRow[], what: string): readonly PageBlock[] => {
  const { shown, notes } = firstRows(
    rows.filter(({ change }) => change !== 'same'),
    what,
  );
  return [diffTable(heading, shown), ...notes];
};

/** A trace by its name, and how many steps it has. */
export interface ComparedSide {
  readonly name: string;
  readonly steps: number;
}

const stepsNote = (before: ComparedSide, after: ComparedSide): readonly PageBlock[] =>
  before.steps === after.steps
    ? []
    : [
        note(
          `The traces have ${formatCount(before.steps)} and ${formatCount(after.steps)} steps; operators and kernels below are of whole traces, costs of one step.`,
        ),
      ];

/** What changed from one trace to the other: in words and bars, then what it costs, then row by row. */
export const comparePage = (
  before: ComparedSide,
  after: ComparedSide,
  { diff, events, on, note: missing }: TraceComparison,
): readonly PageBlock[] => {
  const { device, operators, operatorNames } = events;
  const onDevice = device.length > 0;
  const charted: Compared = onDevice
    ? { what: 'Kernels', rows: device, time: 'device time', onDevice }
    : { what: 'Operators', rows: operatorNames, time: 'host time', onDevice };
  return [
    note(`From ${before.name}, before, to ${after.name}, after.`),
    ...stepsNote(before, after),
    bars(charted),
    ...(diff.deltas.length === 0 ? [] : diffDocument(diff, on).blocks),
    ...(missing === undefined ? [] : [note(missing)]),
    ...(onDevice ? table('Kernels', device, 'kernels that differ') : []),
    ...table('Operators', operatorNames, 'operators that differ'),
    ...table('Operators by input shapes', operators, 'operators that differ'),
  ];
};
