import { type Block, type Cell, cellText, type ReportDocument, type TableBlock } from './document';

/** Names come from the user's files: nothing of them may become Markdown or HTML. */
const escaped = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/[\r\n]+/g, ' ');

/** The same, its lines kept apart. */
const escapedLines = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map(escaped)
    .join('<br>');

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A source that names its address leads there. Addresses are ours or an arXiv number; blanks and brackets would end the link. */
const cellMarkdown = (cell: Cell): string => {
  const text = escaped(cellText(cell));
  const href = typeof cell === 'object' ? cell.href : undefined;
  return href === undefined || /[\s()<>]/.test(href) ? text : `[${text}](${href})`;
};

const table = ({ columns, rows }: TableBlock): string =>
  [
    line(columns.map(({ title }) => escaped(title))),
    line(columns.map(({ numeric }) => (numeric === true ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(cellMarkdown))),
  ].join('\n');

const body = (block: Block): string => {
  switch (block.kind) {
    case 'facts':
      return block.facts
        .map(([label, value]) => `- **${escaped(label)}:** ${escapedLines(value)}`)
        .join('\n');
    case 'table':
      return table(block);
    case 'note':
      return `> ${escaped(block.text)}`;
  }
};

const heading = (block: Block): string =>
  block.kind === 'note' || block.heading === undefined ? '' : `### ${escaped(block.heading)}\n\n`;

/** GitHub-flavoured Markdown, for comments and notes. */
export const renderMarkdown = ({ title, blocks }: ReportDocument): string =>
  [`## ${escaped(title)}`, ...blocks.map((block) => heading(block) + body(block))].join('\n\n') + '\n';
