import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Real configs, traces and reference results, kept beside the checkout where they may not be part of it. */
const folder = resolve(process.env['WATTLENS_SHARED'] ?? '../shared');

export const sharedPath = (...parts: readonly string[]): string => join(folder, ...parts);

/** For node:test's `skip` option: false, or why the test is skipped. */
export const skipUnlessShared = (...parts: readonly string[]): false | string =>
  existsSync(sharedPath(...parts)) ? false : `needs ${join('../shared', ...parts)}, which is not here`;
