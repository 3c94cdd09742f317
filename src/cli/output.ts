import { stringifyChunked } from '@discoveryjs/json-ext';
import { type Command, Option } from 'commander';
import type { ReportDocument } from '../core/report/document';
import { renderCsv } from '../core/report/render-csv';
import { renderHtml } from '../core/report/render-html';
import { renderMarkdown } from '../core/report/render-markdown';
import { renderText } from '../core/report/render-text';
import type { Console } from './console';
import { writeTo } from './writing';

export interface OutputFlags {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly csv?: boolean;
  readonly html?: string;
  readonly quiet?: boolean;
}

export const withOutputFlags = (command: Command): Command =>
  command
    .addOption(new Option('--json', 'print JSON (schemas/report.schema.json)').conflicts(['markdown', 'csv']))
    .addOption(new Option('--markdown', 'print Markdown').conflicts('csv'))
    .option('--csv', 'print CSV, numbers of tables in SI base units')
    .option('--html <file>', 'write a self-contained HTML report')
    .option('--quiet', 'print no warnings');

/** Prints a result in the form asked for: JSON from the report, everything else from its document, which JSON needs not. */
export const print = async (
  console: Console,
  flags: OutputFlags,
  report: object,
  of: ReportDocument | (() => ReportDocument),
): Promise<void> => {
  const document = (): ReportDocument => (typeof of === 'function' ? of() : of);
  if (flags.html !== undefined) {
    await writeTo(flags.html, renderHtml(document()));
    if (flags.quiet !== true) console.error(`wrote ${flags.html}\n`);
  }
  if (flags.json === true) {
    // In pieces: the critical path of a large trace is longer than a string can be.
    for (const piece of stringifyChunked(report, null, 2)) console.out(piece);
    console.out('\n');
  } else if (flags.csv === true) console.out(renderCsv(document()));
  else if (flags.markdown === true) console.out(renderMarkdown(document()));
  else if (flags.html === undefined) console.out(renderText(document(), console.style));
};
