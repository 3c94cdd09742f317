import type { TextStyle } from '../core/report/render-text';

/** Where a command prints; tests give their own. */
export interface Console {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly style: TextStyle;
}

const NARROWEST = 60;
const PIPED_WIDTH = 160;
/** A terminal is read from its end, so long tables are cut there; a pipe gets all. */
const TERMINAL_ROWS = 40;

const escape = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
const plain = (text: string): string => text;

/** The process's streams; colour only on a terminal that has not said no (no-color.org). */
export const processConsole = (): Console => {
  const { stdout, stderr, env } = process;
  const colour = stdout.isTTY && env['NO_COLOR'] === undefined;
  return {
    out: (text) => stdout.write(text),
    error: (text) => stderr.write(text),
    style: {
      strong: colour ? escape(1) : plain,
      faint: colour ? escape(2) : plain,
      width: stdout.isTTY ? Math.max(NARROWEST, stdout.columns) : PIPED_WIDTH,
      rows: stdout.isTTY ? TERMINAL_ROWS : Infinity,
    },
  };
};
