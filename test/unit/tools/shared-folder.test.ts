import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Problem } from '../../../src/core/problem';
import { type Needed, readArguments, sharedFolder } from '../../../tools/document/shared-folder';
import { recordingsIn } from '../../../tools/validate-traces/torch-results';

const ROOT = mkdtempSync(join(tmpdir(), 'wattlens-shared-'));
after(() => rmSync(ROOT, { recursive: true }));
for (const name of ['configs', 'reference', 'traces']) mkdirSync(join(ROOT, name));
const ROWS = join(ROOT, 'reference', 'rows.csv');
writeFileSync(ROWS, 'a,b\n');

const NEEDED: readonly Needed[] = [
  ['configs', ''],
  ['reference', 'rows.csv'],
];
const USAGE = 'npm run validate -- FOLDER [--hold-out] [--peers FILE]';

const refusal = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof Problem, String(error));
    return error.message;
  }
  return assert.fail('it was read');
};

test('the folder around them and the folder of references are the same', () => {
  const found = sharedFolder(ROOT, NEEDED);
  assert.equal(found.reference, join(ROOT, 'reference'));
  assert.deepEqual(sharedFolder(join(ROOT, 'reference'), NEEDED), found);
});

test('another folder, a file and nothing are refused in a sentence', () => {
  assert.match(
    refusal(() => sharedFolder(join(ROOT, 'configs'), NEEDED)),
    /rows\.csv is not there; expected/,
  );
  assert.match(
    refusal(() => sharedFolder(ROWS, NEEDED)),
    /is a file; expected a folder/,
  );
  assert.match(
    refusal(() => sharedFolder(join(ROOT, 'none'), NEEDED)),
    /there is no such folder/,
  );
  assert.match(
    refusal(() => recordingsIn(ROOT)),
    /has no recording; expected/,
  );
});

test('options are those of the usage, and a path behind one is there', () => {
  const read = (...words: readonly string[]) => readArguments(words, USAGE, NEEDED);
  const given = read(ROOT, '--peers', ROWS);
  assert.deepEqual([given.path('--peers'), given.has('--hold-out')], [ROWS, false]);
  assert.equal(read(ROOT, '--hold-out').path('--peers'), undefined);
  assert.equal(
    refusal(() => read()),
    `usage: ${USAGE}`,
  );
  assert.equal(
    refusal(() => read('--hold-out')),
    `usage: ${USAGE}`,
  );
  assert.match(
    refusal(() => read(ROOT, '--holdout')),
    /^--holdout: there is no such option; usage:/,
  );
  assert.match(
    refusal(() => read(ROOT, '--peers')),
    /^--peers has nothing behind it/,
  );
  assert.match(
    refusal(() => read(ROOT, '--peers', 'none.csv')),
    /^--peers none\.csv: there is no such/,
  );
});
