import assert from 'node:assert/strict';
import { run } from '../../src/cli/program';

export interface Printed {
  readonly status: number;
  readonly out: string;
  /** How many writes `out` came in. */
  readonly pieces: number;
  readonly error: string;
}

/** Runs a command line in this process and collects what it prints. */
export const wattlens = async (...args: readonly string[]): Promise<Printed> => {
  let out = '';
  let pieces = 0;
  let error = '';
  const status = await run(args, {
    out: (text) => {
      out += text;
      pieces++;
    },
    error: (text) => (error += text),
    style: { strong: (text) => text, faint: (text) => text, width: 160, rows: Infinity },
  });
  return { status, out, pieces, error };
};

/** One sentence on stderr, nothing on stdout, exit 2. */
export const refused = async (expected: RegExp, ...args: readonly string[]): Promise<void> => {
  const { status, out, error } = await wattlens(...args);
  assert.equal(status, 2, error);
  assert.equal(out, '');
  assert.match(error, expected);
  assert.equal(error.trimEnd().split('\n').length, 1, error);
};

/** Runs with `--json`, which must succeed, and parses what is printed. */
export const wattlensJson = async <T>(...args: readonly string[]): Promise<T> => {
  const { status, out, error } = await wattlens(...args, '--json');
  if (status !== 0) throw new Error(`exit ${status}: ${error}`);
  return JSON.parse(out) as T;
};

export const sample = (path: string): string => `test/fixtures/workspace/${path}`;
