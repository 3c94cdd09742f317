import { type Block, type Cell, cellText, type ReportDocument, type TableBlock } from './document';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const BAR_WIDTH = 72;

/** The first column of quantities is the one to compare by eye; its largest value has the full bar. */
const barColumn = ({
  columns,
  rows,
}: TableBlock): { readonly index: number; readonly most: number } | undefined => {
  const index = columns.findIndex(({ unit }) => unit !== undefined);
  const values = rows.map((row) => valueOf(row[index])).filter((value) => value !== undefined);
  const most = Math.max(0, ...values);
  return values.length < 2 || most === 0 || values.some((value) => value < 0) ? undefined : { index, most };
};

const valueOf = (cell: Cell | undefined): number | undefined =>
  cell === undefined || typeof cell === 'string' ? undefined : cell.value;

const bar = (share: number): string =>
  `<svg width="${BAR_WIDTH}" height="8" aria-hidden="true"><rect width="${(share * BAR_WIDTH).toFixed(1)}" height="8"/></svg>`;

const table = (block: TableBlock): string => {
  const { columns, rows } = block;
  const bars = barColumn(block);
  const style = (i: number): string => (columns[i]?.numeric === true ? ' class="number"' : '');
  const cell = (one: Cell, i: number): string => {
    const value = valueOf(one);
    const drawn = bars === undefined || value === undefined ? '' : bar(value / bars.most);
    const barCell = bars?.index === i ? `<td>${drawn}</td>` : '';
    const words = escaped(cellText(one));
    const href = typeof one === 'object' ? one.href : undefined;
    const shown = href === undefined ? words : `<a href="${escaped(href)}">${words}</a>`;
    return `${barCell}<td${style(i)}>${shown}</td>`;
  };
  const head = columns.map(
    ({ title }, i) =>
      `<th scope="col"${style(i)}${bars?.index === i ? ' colspan="2"' : ''}>${escaped(title)}</th>`,
  );
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`);
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
};

const body = (block: Block): string => {
  switch (block.kind) {
    case 'facts':
      return `<dl>${block.facts.map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('\n')}</dl>`;
    case 'table':
      return table(block);
    case 'note':
      return `<p class="note">${escaped(block.text)}</p>`;
  }
};

const heading = (block: Block): string =>
  block.kind === 'note' || block.heading === undefined ? '' : `<h2>${escaped(block.heading)}</h2>\n`;

export const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
td:first-child { overflow-wrap: anywhere; }
th, td { padding: .25rem .5rem; border-bottom: 1px solid GrayText; text-align: left; vertical-align: top; }
.number { text-align: right; white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; }
dt { color: GrayText; white-space: pre; } dd { margin: 0; }
svg { display: block; margin-top: .5em; } rect { fill: light-dark(#2f6fb7, #6aa9f0); }
.note { border-left: 3px solid Highlight; padding-left: .75rem; }
@media print { .scroll { overflow: visible; } }
`;

/** SHA-256 of STYLE, by which the page's policy admits it and nothing else; a test recomputes it. */
export const STYLE_HASH = 'xIH+g+tqpvvSUNzZWf/0Cf1JO4mTB0Kwft5XdntjjtY=';

/** One HTML page that needs nothing else: no script, no network, the reader's own light or dark. */
export const renderHtml = ({ title, blocks }: ReportDocument): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${STYLE_HASH}'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${blocks.map((block) => heading(block) + body(block)).join('\n')}
</body>
</html>
`;
