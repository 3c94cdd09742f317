import { cpus, loadavg } from 'node:os';

/** What was measured of one trace. Ratios are ours to the peer's: below 1 we are faster. Absent is not measured. */
export interface Goals {
  readonly megabytes: number;
  readonly events: number;
  /** Seconds of CPU from file to linked columns. */
  readonly read: number;
  /** The same by the clock. */
  readonly readWall: number;
  /** All analyses to the reading, CPU. */
  readonly analyses?: number;
  /** Bytes beyond 150 MB. */
  readonly bytesAnEvent: number;
  readonly withBreakdowns: number;
  /** Seconds. */
  readonly cancelled?: number;
  /** Wall time of the whole command. */
  readonly gunzip: number | undefined;
  readonly simdjson: number | undefined;
  readonly simdjsonCpu: number | undefined;
  readonly perfetto: number | undefined;
  /** File to linked columns, by the clock. */
  readonly holistic: number | undefined;
  readonly holisticCpu: number | undefined;
}

interface Goal {
  readonly title: string;
  readonly of: (measured: Goals) => number | undefined;
  /** At most this. */
  readonly most: number;
  readonly applies?: (measured: Goals) => boolean;
  readonly digits?: number;
}

const GOALS: readonly Goal[] = [
  {
    title: '`trace FILE.gz --json` : gunzip, wall, above 100 MB',
    of: ({ gunzip }) => gunzip,
    most: 1,
    applies: ({ megabytes }) => megabytes > 100,
  },
  { title: '`trace FILE --json` : simdjson, wall', of: ({ simdjson }) => simdjson, most: 2 },
  { title: '… CPU', of: ({ simdjsonCpu }) => simdjsonCpu, most: 2 },
  { title: '`trace FILE --json` : Perfetto, wall', of: ({ perfetto }) => perfetto, most: 1 / 5 },
  { title: 'file to columns : HTA, wall', of: ({ holistic }) => holistic, most: 1 / 30, digits: 3 },
  { title: '… CPU', of: ({ holisticCpu }) => holisticCpu, most: 1 / 30, digits: 3 },
  { title: 'all analyses : file to columns, CPU', of: ({ analyses }) => analyses, most: 1 },
  { title: 'bytes an event beyond 150 MB, reading', of: (row) => row.bytesAnEvent, most: 100, digits: 0 },
  { title: '… with the breakdowns', of: (row) => row.withBreakdowns, most: 100, digits: 0 },
  {
    title: 'cancelled within, ms',
    of: ({ cancelled }) => (cancelled === undefined ? undefined : 1000 * cancelled),
    most: 100,
    digits: 0,
  },
];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const cell = ({ of, most, applies, digits = 2 }: Goal, measured: Goals): string => {
  const value = of(measured);
  if (value === undefined) return '–';
  const text = value.toFixed(digits);
  return applies?.(measured) === false ? `(${text})` : value <= most ? text : `**${text}**`;
};

/** A goal a row, a trace a column; what misses its goal stands bold, what the goal is not about in brackets. */
export const goalTable = (measured: readonly Goals[]): string => {
  const heads = measured.map(
    ({ megabytes, events }) => `${megabytes.toFixed(0)} MB (${(events / 1000).toFixed(0)} k)`,
  );
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(', ');
  return [
    `Node.js ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), load ${load} at the end`,
    '',
    row(['goal', 'at most', ...heads]),
    row(['---', '---:', ...heads.map(() => '---:')]),
    ...GOALS.map((goal) =>
      row([
        goal.title,
        goal.most < 1 ? `1/${(1 / goal.most).toFixed(0)}` : String(goal.most),
        ...measured.map((one) => cell(goal, one)),
      ]),
    ),
  ].join('\n');
};
