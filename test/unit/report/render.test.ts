import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { ReportDocument } from '../../../src/core/report/document';
import { renderCsv } from '../../../src/core/report/render-csv';
import { renderHtml, STYLE, STYLE_HASH } from '../../../src/core/report/render-html';
import { renderMarkdown } from '../../../src/core/report/render-markdown';
import { renderText } from '../../../src/core/report/render-text';

const HOSTILE = '<img src=x onerror=alert(1)>|`*\u001b[2J\n=cmd()';

const document: ReportDocument = {
  title: `Model ${HOSTILE}`,
  blocks: [
    { kind: 'facts', heading: 'Facts', facts: [['Weights', '16.1 GB']] },
    {
      kind: 'table',
      columns: [{ title: 'Name' }, { title: 'Time', unit: 's', numeric: true }],
      rows: [
        [HOSTILE, { text: '1.50 ms', value: 0.0015 }],
        ['=SUM(A1)', { text: 'unknown' }],
      ],
    },
    { kind: 'note', text: 'A note.' },
  ],
};

const plain = { strong: (text: string) => text, faint: (text: string) => text, width: 80, rows: Infinity };

test('Markdown shows a hostile name as text', () => {
  const markdown = renderMarkdown(document);
  assert.ok(!/[^\\]<img/.test(markdown));
  assert.ok(markdown.includes('\\<img src=x onerror=alert(1)\\>\\|\\`\\*'));
  assert.ok(markdown.includes('| Name | Time |\n| --- | ---: |'));
  assert.ok(markdown.includes('> A note.'));
});

test('HTML shows a hostile name as text, and admits its one style by hash', () => {
  const html = renderHtml(document);
  assert.ok(!html.includes('<img'));
  assert.ok(html.includes('&lt;img src=x onerror=alert(1)&gt;'));
  assert.equal(STYLE_HASH, createHash('sha256').update(STYLE).digest('base64'));
  assert.ok(html.includes(`style-src 'sha256-${STYLE_HASH}'`));
  assert.ok(!html.includes('unsafe'));
});

test('HTML draws the first column of quantities as bars, the largest full', () => {
  const rows = [
    ['a', { text: '3.00 s', value: 3 }],
    ['b', { text: '1.50 s', value: 1.5 }],
    ['c', 'unknown'],
  ];
  const columns = [{ title: 'Name' }, { title: 'Time', unit: 's', numeric: true }];
  const html = renderHtml({ title: 'Bars', blocks: [{ kind: 'table', columns, rows }] });
  assert.deepEqual(
    [...html.matchAll(/<rect width="([\d.]+)"/g)].map(([, width]) => width),
    ['72.0', '36.0'],
  );
  assert.ok(html.includes('<td class="number">unknown</td>'));
});

test('CSV has numbers in base units, quotes what needs it, and disarms formulas', () => {
  const lines = renderCsv(document).split('\r\n');
  assert.deepEqual(lines.slice(0, 4), ['Facts', 'Weights,16.1 GB', '', 'Name,Time (s)']);
  assert.ok(lines.includes("'=SUM(A1),"));
  assert.ok(lines.some((line) => line.endsWith(',0.0015')));
});

test('a terminal gets no control characters of the file, and lines that fit', () => {
  const text = renderText(document, { ...plain, width: 60 });
  assert.ok(!text.includes('\u001b'));
  const table = text.split('\n').filter((line) => line.includes('1.50 ms'));
  assert.equal(table.length, 1);
  assert.ok((table[0]?.length ?? 0) <= 60);
});

test('a name that does not fit keeps both its ends, and of a kernel what tells it apart', () => {
  const table = (name: string): ReportDocument => ({
    title: 'T',
    blocks: [{ kind: 'table', columns: [{ title: 'Kernel' }, { title: 'Type' }], rows: [[name, 'x']] }],
  });
  const row = (name: string): string =>
    renderText(table(name), { ...plain, width: 40 })
      .trimEnd()
      .split('\n')
      .at(-1) ?? '';
  assert.match(
    row('void at::native::(anonymous namespace)::copy_kernel<4, float>(int)'),
    /^copy_kernel<4, float> +x$/,
  );
  const long = row(`sm90_${'x'.repeat(40)}_end`);
  assert.match(long, /^sm90_x+…x+_end {2}x$/);
  assert.ok(long.length <= 40, long);
});
