import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import { Unexplained } from '../../../tools/validate-traces/parity';
import { compareWithTorch, torchSection } from '../../../tools/validate-traces/torch';
import { recordingsIn } from '../../../tools/validate-traces/torch-results';

const RECORDINGS = recordingsIn(join('test', 'fixtures', 'recorded'));
const [perceptron, threads] = RECORDINGS;

test('every operator of a training step is as in PyTorch’s own table', async () => {
  assert.equal(perceptron?.name, 'perceptron-memory');
  const compared = await compareWithTorch(perceptron);
  assert.ok(compared.length > 250, String(compared.length));
  assert.deepEqual(
    compared.filter(({ difference }) => difference !== undefined),
    [],
  );
});

test('what differs has the reason that a second count shows, and the event', async () => {
  assert.equal(threads?.name, 'threads');
  const compared = await compareWithTorch(threads);
  const differing = compared.flatMap(({ difference }) => difference ?? []);
  assert.deepEqual(
    differing.map(({ theirs }) => theirs),
    [
      'in_parallel: 0 µs',
      '<forked function>: 3145728 bytes',
      'aten::mm: 6291456 bytes',
      'aten::mm: 6291456 bytes',
    ],
  );
  assert.match(differing[2]?.events ?? '', /^\[memory\] of 1048576 bytes on another thread/);
  assert.match(torchSection(RECORDINGS, compared), /\| total CPU memory \| 11 \| 9 \| 2 \|/);
});

test('a number without a reason is told', async () => {
  assert.ok(perceptron !== undefined);
  const { said } = perceptron;
  const wrong = (change: object) => ({
    ...perceptron,
    said: {
      ...said,
      operators: said.operators.map((row) => (row.name === 'aten::addmm' ? { ...row, ...change } : row)),
    },
  });
  for (const change of [{ calls: 5 }, { selfTime: 1 }, { totalMemory: 7 }])
    await assert.rejects(compareWithTorch(wrong(change)), Unexplained);
});
