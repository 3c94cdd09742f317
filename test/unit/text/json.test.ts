import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Problem } from '../../../src/core/problem';
import { parseJson } from '../../../src/core/text/json';
import type { LocatedValue } from '../../../src/core/text/located';

const plain = (value: LocatedValue): unknown => {
  switch (value.type) {
    case 'scalar':
      return value.value;
    case 'array':
      return value.items.map(plain);
    case 'object':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value)]));
  }
};

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      // "__proto__" is a key like others here, and no property of an object literal.
      const text = JSON.stringify(value).replaceAll('__proto__', 'proto');
      assert.deepEqual(plain(parseJson(text)), JSON.parse(text));
    }),
  );
});

test('every value knows where it stands', () => {
  const text = '{ "a": [1, "x"], "b": { "c": null } }';
  const root = parseJson(text);
  assert.ok(root.type === 'object');
  const a = root.entries.get('a');
  assert.equal(a && text.slice(a.key.start, a.key.end), '"a"');
  assert.equal(a && text.slice(a.value.range.start, a.value.range.end), '[1, "x"]');
});

const problemOf = (text: string): string => {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof Problem) return error.describe();
    throw error;
  }
  return 'no problem';
};

test('one sentence for each kind of bad text, with line and column', () => {
  assert.equal(problemOf(''), 'line 1, column 1: the file is empty; expected a JSON object');
  assert.match(problemOf('{\n  "a": 1,\n  "b"'), /^line 3, column 6: not valid JSON: /);
  assert.match(problemOf('{ "a": 1'), /cut off/);
  assert.match(problemOf('hello'), /^line 1, column 1: not valid JSON: a word that is not JSON/);
  assert.match(problemOf('{ "a": 1 } {}'), /more text after the end/);
  assert.match(problemOf('{ // no\n "a": 1 }'), /a comment/);
  assert.match(problemOf('['.repeat(100_000)), /^line 1, column 1001: nested deeper than 1000 levels/);
});

test('brackets in strings are no depth', () => {
  assert.equal(problemOf(JSON.stringify({ a: '['.repeat(5000) })), 'no problem');
});
