import { join } from 'node:path';

/** A file of the sample workspace. Tests run from the repository's root. */
export const fixture = (...parts: readonly string[]): string =>
  join('test', 'fixtures', 'workspace', ...parts);
