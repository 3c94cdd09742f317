import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { movedLine } from '../../../src/core/text/moved-lines';
import { functionLine } from '../../../src/core/text/python-functions';

const LINES = ['zero', 'one', 'two', 'three'];

/** Replaces a range of LINES joined; gives where each line is then. */
const edit = (
  [fromLine, fromCharacter]: readonly [number, number],
  [toLine, toCharacter]: readonly [number, number],
  text: string,
) =>
  LINES.map((_, line) =>
    movedLine(line, {
      start: { line: fromLine, character: fromCharacter },
      end: { line: toLine, character: toCharacter },
      text,
      startsAtLineEnd: fromCharacter === LINES[fromLine]?.length,
    }),
  );

describe('lines after an edit', () => {
  test('below it move, above it stay, in it are gone', () => {
    assert.deepEqual(edit([1, 1], [1, 2], 'x'), [0, undefined, 2, 3]);
    assert.deepEqual(edit([1, 1], [2, 1], ''), [0, undefined, undefined, 2]);
    assert.deepEqual(edit([1, 1], [1, 1], 'x\ny'), [0, undefined, 3, 4]);
  });
  test('stay themselves where whole lines come or go around them', () => {
    assert.deepEqual(edit([1, 0], [1, 0], 'new\n'), [0, 2, 3, 4]);
    assert.deepEqual(edit([1, 3], [1, 3], '\nnew'), [0, 1, 3, 4]);
    assert.deepEqual(edit([1, 0], [2, 0], ''), [0, undefined, 1, 2]);
    assert.deepEqual(edit([1, 0], [2, 0], 'a\nb\n'), [0, undefined, 3, 4]);
    assert.deepEqual(edit([1, 3], [1, 3], '\r\nnew'), [0, 1, 3, 4]);
  });
  test('still have their text wherever they are said to be', () => {
    const lines = ['aa', 'bb', 'cc', 'dd', 'ee'];
    const offset = lines.join('\n').length;
    fc.assert(
      fc.property(
        fc.nat(offset),
        fc.nat(offset),
        fc.stringMatching(/^[xy\n]{0,4}$/),
        (first, second, text) => {
          const before = lines.join('\n');
          const [from, to] = [Math.min(first, second), Math.max(first, second)];
          const after = (before.slice(0, from) + text + before.slice(to)).split('\n');
          const at = (place: number) => {
            const above = before.slice(0, place).split('\n');
            return { line: above.length - 1, character: above.at(-1)?.length ?? 0 };
          };
          const [start, end] = [at(from), at(to)];
          const startsAtLineEnd = start.character === lines[start.line]?.length;
          lines.forEach((content, line) => {
            const moved = movedLine(line, { start, end, text, startsAtLineEnd });
            if (moved !== undefined) assert.equal(after[moved], content);
          });
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('where a function of a trace begins', () => {
  const text = ['import torch', '', '@torch.no_grad()', 'def evaluate(x):', '    y = f(x)', '    return y'];
  test('at its line, or under its decorators', () => {
    assert.equal(functionLine(text, 'evaluate', 4, false), 4);
    assert.equal(functionLine(text, 'evaluate', 3, false), 4);
    assert.equal(functionLine(['async def run():'], 'run', 1, false), 1);
    assert.equal(functionLine(['key = lambda x: x'], '<lambda>', 1, false), 1);
    assert.equal(functionLine(text, '<module>', 5, true), 5);
  });
  test('nowhere where the text is another', () => {
    assert.equal(functionLine(text, 'evaluate', 5, false), undefined);
    assert.equal(functionLine(text, 'evaluate_all', 4, false), undefined);
    assert.equal(functionLine(text, 'evaluate', 40, true), undefined);
    assert.equal(functionLine(text, '<lambda>', 1, false), undefined);
  });
  test('above the line where it was when the trace began', () => {
    assert.equal(functionLine(text, 'evaluate', 6, true), 4);
    assert.equal(functionLine(text, 'train', 6, true), undefined);
  });
});
