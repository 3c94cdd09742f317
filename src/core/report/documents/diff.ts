import type { Delta, Diff } from '../../compare/diff-causes';
import type { Json } from '../../compare/diff-fields';
import { diffMetric } from '../../compare/diff-metrics';
import { formatCount, formatQuantity, formatRange, formatShare, UNKNOWN } from '../../units/format';
import { number, text } from '../cells';
import type { Block, Cell, ReportDocument } from '../document';

const jsonText = (value: Json | undefined): string =>
  value === undefined ? 'absent' : JSON.stringify(value);

const valueText = (value: number | undefined, { metric }: Delta): string => {
  const { unit } = diffMetric(metric);
  return unit === '' ? formatCount(value) : formatQuantity(value, unit);
};

const valueCell = (value: number | undefined, delta: Delta): Cell =>
  value === undefined ? UNKNOWN : { text: valueText(value, delta), value };

/** +12.5 %; a sign always, so that less and more are told apart. */
export const changeText = ({ ratio }: Pick<Delta, 'ratio'>): string =>
  ratio === undefined
    ? UNKNOWN
    : ratio === 1
      ? 'same'
      : `${ratio > 1 ? '+' : '−'}${formatShare(Math.abs(ratio - 1))}`;

const becauseText = (delta: Delta): string =>
  (delta.because ?? [])
    .map(({ path, change }) => `${path} ${change > 0 ? '+' : '−'}${valueText(Math.abs(change), delta)}`)
    .join(', ');

/** What changed, what it does, and which field did it. */
export const diffDocument = ({
  kind,
  before,
  after,
  changes,
  deltas,
  inseparable,
  payback,
}: Diff): ReportDocument => ({
  title: `${before} → ${after}`,
  blocks: [
    ...(changes.length === 0
      ? kind === 'trace'
        ? []
        : [{ kind: 'note' as const, text: 'No field differs.' }]
      : [
          {
            kind: 'table' as const,
            heading: 'Changed fields',
            columns: [text('Field'), text('Before'), text('After')],
            rows: changes.map((change) => [change.path, jsonText(change.before), jsonText(change.after)]),
          },
        ]),
    {
      kind: 'table',
      heading: 'What it does',
      columns: [text('Metric'), number('Before'), number('After'), number('Change'), text('Because')],
      rows: deltas.map((delta) => [
        diffMetric(delta.metric).label,
        valueCell(delta.before, delta),
        valueCell(delta.after, delta),
        changeText(delta),
        becauseText(delta),
      ]),
    },
    ...(payback === undefined
      ? []
      : [
          {
            kind: 'note' as const,
            text: `The carbon of making the new hardware is saved after ${formatRange(payback, 's')} in the same use.`,
          },
        ]),
    ...inseparable.map(({ path, reason }): Block => ({
      kind: 'note',
      text: `${path} cannot be changed alone (${reason}); its part is in the interaction.`,
    })),
  ],
});
