import type { SourceLinesReport, SourceLineTimes } from '../traces/analysis/source-lines';
import { formatCount, formatQuantity, formatRange, UNKNOWN } from '../units/format';
import { grams, type GramsCO2e } from '../units/quantity';
import { mapRange, type Range } from '../units/range';
import { count, number, quantity, text } from './cells';
import type { Block, ReportDocument } from './document';
import { type TableColumn, tableOf } from './documents/analyses/blocks';
import { renderMarkdown } from './render-markdown';

/** What stands beside a line of code, and what is told of it when asked. */
export interface LineNote {
  /** Counted from 1. */
  readonly line: number;
  /** "device 1.20 ms · host 3.40 ms · 0.82 mg CO2e per step". */
  readonly text: string;
  /** As Markdown. */
  readonly details: string;
}

/** The trace that the times are of, and what one of its steps costs. */
export interface NotedTrace extends Pick<SourceLinesReport, 'steps' | 'hostSeconds' | 'deviceSeconds'> {
  readonly name: string;
  /** Of one step, or of the whole trace where it has none; absent where it cannot be estimated. */
  readonly carbon?: Range<GramsCO2e>;
  /** What the carbon is of: "1 × h100-sxm5 in DE". */
  readonly carbonOf?: string;
}

/** Lines that take less than this part of all host time and of all device time are not worth a look. */
export const LEAST_SHARE = 0.001;

/** One note a line, for the lines of one file: a line has its function's numbers and, apart, those of the calls it makes. */
export const lineNotes = (lines: readonly SourceLineTimes[], trace: NotedTrace): readonly LineNote[] => {
  const byLine = new Map<number, SourceLineTimes[]>();
  for (const row of lines) {
    if (
      row.hostTotal < LEAST_SHARE * trace.hostSeconds &&
      row.deviceTotal <= LEAST_SHARE * trace.deviceSeconds
    )
      continue;
    byLine.set(row.line, [...(byLine.get(row.line) ?? []), row]);
  }
  return [...byLine]
    .map(([line, rows]) => ({
      line,
      text: `${largestOf(rows, trace)} ${per(trace)}`,
      details: detailsOf(rows, trace),
    }))
    .sort((a, b) => a.line - b.line);
};

const per = ({ steps }: NotedTrace): string => (steps === undefined ? 'in the trace' : 'per step');

/**
 * A line's part of the carbon of a step: by its part of the device time, so that all device time together has all of it.
 */
const carbonOf = (deviceSeconds: number, trace: NotedTrace): Range<GramsCO2e> | undefined =>
  trace.carbon === undefined || trace.deviceSeconds === 0
    ? undefined
    : mapRange(trace.carbon, (whole) => grams((whole * deviceSeconds) / trace.deviceSeconds));

/** A function that calls itself from its first line would count twice, so the larger row speaks for the line. */
const largestOf = (rows: readonly SourceLineTimes[], trace: NotedTrace): string => {
  const row = rows.reduce((a, b) => (b.hostTotal > a.hostTotal ? b : a));
  const each = trace.steps ?? 1;
  const carbon = carbonOf(row.deviceTotal, trace);
  return [
    ...(trace.deviceSeconds === 0 ? [] : [`device ${formatQuantity(row.deviceTotal / each, 's')}`]),
    `host ${formatQuantity(row.hostTotal / each, 's')}`,
    ...(carbon === undefined ? [] : [formatQuantity(carbon.mid, 'gCO2e')]),
  ].join(' · ');
};

const detailsOf = (rows: readonly SourceLineTimes[], trace: NotedTrace): string => {
  const document: ReportDocument = {
    title: `${trace.name}, ${per(trace)}${meanOf(trace)}`,
    blocks: [
      timesTable(rows, trace),
      ...rows.flatMap((row) => operatorsTable(row, trace)),
      carbonNote(trace),
    ],
  };
  // A heading would be larger than all else in a hover.
  return renderMarkdown(document).replace(/^## (.*)$/m, '**$1**');
};

const meanOf = ({ steps }: NotedTrace): string =>
  steps === undefined || steps === 1 ? '' : ` (mean of ${formatCount(steps)})`;

/** Columns that a trace of the host alone has nothing for. */
const onlyOnDevice = <Row>(
  { deviceSeconds }: NotedTrace,
  columns: readonly TableColumn<Row>[],
): readonly TableColumn<Row>[] => (deviceSeconds === 0 ? [] : columns);

const timesTable = (rows: readonly SourceLineTimes[], trace: NotedTrace): Block => {
  const each = trace.steps ?? 1;
  return tableOf(
    rows,
    [text('What'), (row) => row.function ?? 'calls from here'],
    [number('Calls'), (row) => count(row.calls / each)],
    ...onlyOnDevice<SourceLineTimes>(trace, [
      [number('Device total', 's'), (row) => quantity(row.deviceTotal / each, 's')],
      [number('Device self', 's'), (row) => quantity(row.deviceSelf / each, 's')],
    ]),
    [number('Host total', 's'), (row) => quantity(row.hostTotal / each, 's')],
    [number('Host self', 's'), (row) => quantity(row.hostSelf / each, 's')],
    ...onlyOnDevice<SourceLineTimes>(trace, [
      [
        number('Carbon', 'gCO2e'),
        (row) => {
          const carbon = carbonOf(row.deviceTotal, trace);
          return carbon === undefined ? UNKNOWN : { text: formatRange(carbon, 'gCO2e'), value: carbon.mid };
        },
      ],
    ]),
  );
};

const operatorsTable = (row: SourceLineTimes, trace: NotedTrace): readonly Block[] => {
  const each = trace.steps ?? 1;
  return row.operators.length === 0
    ? []
    : [
        tableOf(
          row.operators,
          [text(`Operators of ${row.function ?? 'the calls'}`), ({ name }) => name],
          [number('Calls'), (operator) => count(operator.calls / each)],
          ...onlyOnDevice<SourceLineTimes['operators'][number]>(trace, [
            [number('Device', 's'), ({ deviceTotal }) => quantity(deviceTotal / each, 's')],
          ]),
          [number('Host', 's'), ({ hostTotal }) => quantity(hostTotal / each, 's')],
        ),
      ];
};

const carbonNote = ({ carbon, carbonOf: on, deviceSeconds, steps }: NotedTrace): Block => {
  if (deviceSeconds === 0)
    return { kind: 'note', text: 'The trace has no work of a device, so no carbon is told.' };
  const whole = steps === undefined ? 'trace' : 'step';
  return {
    kind: 'note',
    text:
      carbon === undefined
        ? 'No carbon: too little is known of the device.'
        : `Carbon: the ${formatRange(carbon, 'gCO2e')} of a ${whole} on ${on ?? UNKNOWN}, divided by device time.`,
  };
};
