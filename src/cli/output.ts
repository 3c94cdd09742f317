import { stringifyChunked } from '@discoveryjs/json-ext';
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Problem } from '../core/problem';
import type { ReportDocument } from '../core/report/document';
import { renderCsv } from '../core/report/render-csv';
import { renderHtml } from '../core/report/render-html';
import { renderMarkdown } from '../core/report/render-markdown';
import { renderText } from '../core/report/render-text';
import type { Console } from './console';

export interface OutputFlags {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly csv?: boolean;
  readonly html?: string;
  readonly quiet?: boolean;
}

export const withOutputFlags = (command: Command): Command =>
  command
    .option('--json', 'print JSON (schemas/report.schema.json)')
    .option('--markdown', 'print Markdown')
    .option('--csv', 'print CSV, numbers in SI base units')
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
    await writeFile(flags.html, renderHtml(document())).catch((error: NodeJS.ErrnoException) => {
      throw new Problem(
        `cannot be written (${error.code ?? error.message}); expected a path in a folder that exists`,
        {
          file: flags.html,
        },
      );
    });
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
