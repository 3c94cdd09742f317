import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANALYSES, analyse } from '../../../../src/core/traces/analysis/registry';
import { call, kernel, operator } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

test('an analysis has the name under which it is asked for', () => {
  for (const [name, { id }] of Object.entries(ANALYSES)) assert.equal(id, name);
});

test('what a trace has nothing for is absent, not zero', () => {
  const trace = traceOf([
    operator('aten::mm', 0, 20, { 'External id': 1 }),
    call('cudaLaunchKernel', 5, 5, 1, 1),
    kernel('gemm', 30, 10, 1),
  ]);
  const results = analyse(trace, 'all', [
    'operators',
    'overlap',
    'memory',
    'modules',
    'stacks',
    'collectives',
    'energy',
  ]);
  assert.deepEqual(Object.keys(results), ['operators']);
});
