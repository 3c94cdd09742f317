import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeLines } from '../../../src/core/traces/place-lines';
import type { SourceLineTimes } from '../../../src/core/traces/analysis/source-lines';

const row = (line: number, called?: string, calls = 2): SourceLineTimes => ({
  file: 'model.py',
  line,
  ...(called === undefined ? {} : { function: called }),
  calls,
  hostSelf: 1,
  hostTotal: 1,
  deviceSelf: 0,
  deviceTotal: 0,
  operators: [],
});

const TEXT = [
  'class Model:',
  '    def forward(self, x):',
  '        # twice',
  '        return f(x)',
  '',
  'def f(x):',
  '    return x',
];
const shown = (rows: readonly SourceLineTimes[], text = TEXT) => {
  const { lines, changed } = placeLines(rows, text);
  return [lines.map(({ line, function: called }) => [line, called]), changed];
};

test('lines stand where the trace says while the text is the same', () => {
  assert.deepEqual(shown([row(2, 'forward'), row(4), row(7, 'f', 1)]), [
    [
      [2, 'forward'],
      [4, undefined],
      [6, 'f'],
    ],
    false,
  ]);
});

test('in another text only functions are left, where they still stand', () => {
  const moved = [...TEXT.slice(0, 5), '# new', ...TEXT.slice(5)];
  assert.deepEqual(shown([row(2, 'forward'), row(4), row(6, 'f')], moved), [[[2, 'forward']], true]);
  assert.deepEqual(shown([row(6, 'f')], ['import os']), [[], true]);
});

test('calls from a line without code tell of another text', () => {
  for (const line of [3, 5, 80]) assert.deepEqual(shown([row(line)]), [[], true]);
});
