import { type Delta, type Diff, INTERACTION } from '../../compare/diff-causes';
import type { Json } from '../../compare/diff-fields';
import { diffMetric, type DiffMetricId } from '../../compare/diff-metrics';
import {
  formatCount,
  formatNumber,
  formatQuantity,
  formatRange,
  formatShare,
  UNKNOWN,
} from '../../units/format';
import { number, text } from '../cells';
import type { Block, Cell, ReportDocument } from '../document';

const jsonText = (value: Json | undefined): string =>
  value === undefined ? 'absent' : JSON.stringify(value);

type Unit = Diff['unit'];

const valueText = (value: number, metric: DiffMetricId, of: Unit): string => {
  const { unit } = diffMetric(metric);
  if (unit !== '') return formatQuantity(value, unit);
  return metric === 'throughput'
    ? `${formatNumber(value)} ${of === undefined ? 'units' : `${of}s`}/s`
    : formatCount(value);
};

const valueCell = (value: number | undefined, metric: DiffMetricId, of: Unit): Cell =>
  value === undefined ? UNKNOWN : { text: valueText(value, metric, of), value };

/** What counts steps, as a trace does, answers no requests. */
const labelOf = (metric: DiffMetricId, of: Unit): string =>
  metric === 'latency' && of === 'step' ? 'time of the whole run' : diffMetric(metric).label;

const headingOf = (kind: Diff['kind'], unit: Unit, on: string | undefined): string => {
  const what = on === undefined ? 'What it does' : `What it does on ${on}`;
  return unit === undefined
    ? what
    : `${what} (${kind === 'trace' ? 'device time, ' : ''}energy and carbon per ${unit})`;
};

/** +12.5 %; a sign always, so that less and more are told apart. */
export const changeText = ({ ratio }: Pick<Delta, 'ratio'>): string =>
  ratio === undefined
    ? UNKNOWN
    : ratio === 1
      ? 'same'
      : `${ratio > 1 ? '+' : '−'}${formatShare(Math.abs(ratio - 1))}`;

const becauseText = ({ metric, because = [] }: Delta, of: Unit): string =>
  because
    .map(({ path, change }) => `${path} ${change > 0 ? '+' : '−'}${valueText(Math.abs(change), metric, of)}`)
    .join(', ');

const ABOUT_INTERACTION =
  'Each cause is what that change does alone; “interaction” is the rest, what the changes do only together.';

/**
 * What changed, what it does, and which field did it.
 * @param on The accelerator that both run on, where it is to be said
 */
export const diffDocument = (
  { kind, before, after, changes, deltas, unit, inseparable, payback }: Diff,
  on?: string,
): ReportDocument => ({
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
      heading: headingOf(kind, unit, on),
      columns: [text('Metric'), number('Before'), number('After'), number('Change'), text('Because')],
      rows: deltas.map((delta) => [
        labelOf(delta.metric, unit),
        valueCell(delta.before, delta.metric, unit),
        valueCell(delta.after, delta.metric, unit),
        changeText(delta),
        becauseText(delta, unit),
      ]),
    },
    ...(deltas.some(({ because = [] }) => because.some(({ path }) => path === INTERACTION))
      ? [{ kind: 'note' as const, text: ABOUT_INTERACTION }]
      : []),
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
