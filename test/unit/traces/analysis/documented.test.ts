import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ANALYSIS_NAMES } from '../../../../src/core/traces/analysis/registry';

test('docs/traces.md tells every analysis, in the order in which they are printed', () => {
  const rows = readFileSync('docs/traces.md', 'utf8').matchAll(/^\| `(\w+)` +\|/gm);
  assert.deepEqual(
    [...rows].map(([, name]) => name),
    [...ANALYSIS_NAMES],
  );
});
