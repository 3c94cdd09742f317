import { shortKernelName } from '../traces/kernel-name';
import { type Block, cellText, type ReportDocument, type TableBlock } from './document';

/** Puts emphasis on a heading, where the terminal can. */
export interface TextStyle {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  /** Columns of the terminal; long names are shortened to fit. */
  readonly width: number;
  /** Rows of a table that are printed; the rest is counted. */
  readonly rows: number;
}

const PLAIN_NAME_WIDTH = 24;
const GAP = '  ';

// Control characters of a hostile file would be obeyed by the terminal.
const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');

/** Names of kernels lose their C++ signature first; then the middle gives way, for the ends tell names apart. */
const shortened = (text: string, width: number): string => {
  if (text.length <= width) return text;
  const name = shortKernelName(text);
  if (name.length <= width) return name;
  const head = Math.max(1, Math.ceil((width - 1) / 2));
  const tail = Math.max(0, width - 1 - head);
  return `${name.slice(0, head)}…${tail === 0 ? '' : name.slice(-tail)}`;
};

/** Column widths that fit the terminal: only the first, the name, gives way. */
const widthsOf = ({ columns, rows }: TableBlock, width: number): readonly number[] => {
  const wanted = columns.map(({ title }, i) =>
    Math.max(title.length, ...rows.map((row) => printable(cellText(row[i] ?? '')).length)),
  );
  const total = wanted.reduce((sum, one) => sum + one + GAP.length, 0);
  const [first = 0, ...others] = wanted;
  return [Math.max(Math.min(first, PLAIN_NAME_WIDTH), first - Math.max(0, total - width)), ...others];
};

const table = (block: TableBlock, style: TextStyle): readonly string[] => {
  const widths = widthsOf(block, style.width);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => {
        const width = widths[i] ?? 0;
        const fitted = shortened(printable(cell), width);
        return block.columns[i]?.numeric === true ? fitted.padStart(width) : fitted.padEnd(width);
      })
      .join(GAP)
      .trimEnd();
  return [
    style.faint(line(block.columns.map(({ title }) => title))),
    ...block.rows.slice(0, style.rows).map((row) => line(row.map(cellText))),
    ...(block.rows.length > style.rows
      ? [
          style.strong(
            `… and ${block.rows.length - style.rows} more rows; --markdown, --csv and --json give all`,
          ),
        ]
      : []),
  ];
};

const bodyOf = (block: Block, style: TextStyle): readonly string[] => {
  switch (block.kind) {
    case 'note':
      return [printable(block.text)];
    case 'facts': {
      const width = Math.max(0, ...block.facts.map(([label]) => label.length));
      return block.facts.map(
        ([label, value]) => `${style.faint(label.padEnd(width))}${GAP}${printable(value)}`,
      );
    }
    case 'table':
      return table(block, style);
  }
};

/** Aligned text for a terminal. */
export const renderText = ({ title, blocks }: ReportDocument, style: TextStyle): string =>
  [
    style.strong(printable(title)),
    ...blocks.flatMap((block) => [
      '',
      ...(block.kind !== 'note' && block.heading !== undefined
        ? [style.strong(printable(block.heading))]
        : []),
      ...bodyOf(block, style),
    ]),
    '',
  ].join('\n');
