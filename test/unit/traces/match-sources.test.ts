import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matchSources } from '../../../src/core/traces/match-sources';
import { callPlace, functionPlace, isLibraryPath } from '../../../src/core/traces/source-places';

const match = (path: string, files: readonly string[], others: readonly string[] = []) =>
  matchSources([path, ...others], files).get(path);

describe('the file that a path in a trace means', () => {
  test('ends with a relative path, in whole parts', () => {
    assert.deepEqual(match('model.py', ['src/model.py', 'src/my_model.py']), {
      kind: 'one',
      file: 'src/model.py',
    });
    assert.deepEqual(match('nn/model.py', ['a/model.py', 'lib/nn/model.py']), {
      kind: 'one',
      file: 'lib/nn/model.py',
    });
    assert.deepEqual(match('./model.py', ['model.py']), { kind: 'one', file: 'model.py' });
    assert.deepEqual(match('model.py', ['models.py']), { kind: 'none' });
  });

  test('is what an absolute path of another machine ends with', () => {
    assert.deepEqual(match('/home/ann/work/src/model.py', ['src/model.py', 'old/model.py']), {
      kind: 'one',
      file: 'src/model.py',
    });
    assert.deepEqual(match('C:\\work\\src\\model.py', ['src/model.py']), {
      kind: 'one',
      file: 'src/model.py',
    });
    assert.deepEqual(match('/work/model.py', ['model.py', 'other/model.py']), {
      kind: 'one',
      file: 'model.py',
    });
    // One shared part, of a file under another folder, is a chance.
    assert.deepEqual(match('/work/model.py', ['other/model.py']), { kind: 'none' });
  });

  test('is in the folder that has the trace’s other files', () => {
    const files = ['new/model.py', 'new/train.py', 'old/model.py'];
    assert.deepEqual(match('model.py', files, ['train.py']), { kind: 'one', file: 'new/model.py' });
    assert.deepEqual(match('model.py', files), { kind: 'several', files: ['new/model.py', 'old/model.py'] });
  });
});

describe('places of a trace', () => {
  test('are read from names and call sites', () => {
    assert.deepEqual(functionPlace('a (1)/model.py(42): forward'), {
      file: 'a (1)/model.py',
      line: 42,
      function: 'forward',
    });
    assert.equal(functionPlace('<built-in method mm of type object at 0x7f>'), undefined);
    assert.deepEqual(callPlace('C:/a/model.py:7'), { file: 'C:/a/model.py', line: 7 });
    assert.equal(callPlace(''), undefined);
  });
  test('of installed packages are told from others', () => {
    for (const path of [
      'torch/nn/modules/linear.py',
      '/venv/lib/python3.11/site-packages/x/y.py',
      '/usr/lib/python3.11/typing.py',
      '<frozen os>',
    ])
      assert.ok(isLibraryPath(path), path);
    for (const path of ['model.py', 'mytorch/nn.py', '/home/ann/lib/model.py'])
      assert.ok(!isLibraryPath(path), path);
  });
});
