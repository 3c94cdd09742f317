import type { Cell, FactsBlock, ReportDocument, TableBlock } from './document';

/** A leading = + - @ would be a formula in a spreadsheet; numbers are never quoted. */
const field = (text: string): string => {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const cell = (value: Cell): string => {
  if (typeof value === 'string') return field(value);
  return value.value === undefined ? '' : String(value.value);
};

const headingOf = ({ heading }: FactsBlock | TableBlock): readonly (readonly string[])[] =>
  heading === undefined ? [] : [[field(heading)]];

/**
 * The document's tables (RFC 4180), numbers in base units; facts become a table of two columns. What has a heading begins with
 * a line of it alone, without which the tables of several analyses or ranks could not be told apart.
 */
export const renderCsv = ({ blocks }: ReportDocument): string =>
  blocks
    .flatMap((block): readonly (readonly string[])[][] => {
      switch (block.kind) {
        case 'note':
          return [];
        case 'facts':
          return [[...headingOf(block), ...block.facts.map((fact) => fact.map(field))]];
        case 'table':
          return [
            [
              ...headingOf(block),
              block.columns.map(({ title, unit }) =>
                field(unit === undefined ? title : `${title} (${unit})`),
              ),
              ...block.rows.map((row) => row.map(cell)),
            ],
          ];
      }
    })
    .map((lines) => lines.map((fields) => `${fields.join(',')}\r\n`).join(''))
    .join('\r\n');
