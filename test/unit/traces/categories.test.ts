import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  kernelClassifier,
  KERNEL_RULES,
  operatorClassifier,
  OPERATOR_RULES,
} from '../../../src/core/traces/categories/classify';

for (const [table, rules] of [
  ['kernel', KERNEL_RULES],
  ['operator', OPERATOR_RULES],
] as const) {
  for (const rule of rules) {
    test(`${table} rule ${rule.category} /${rule.pattern.source.slice(0, 40)}/ is the first to know its examples`, () => {
      assert.ok(rule.examples.length > 0);
      for (const example of rule.examples) {
        assert.equal(
          rules.find(({ pattern }) => pattern.test(example)),
          rule,
          example,
        );
      }
    });
  }
}

test('a name that no rule knows is other, not a guess', () => {
  assert.equal(kernelClassifier()('frobnicate'), 'other');
  assert.equal(operatorClassifier()('CompiledFunction'), 'other');
});

test("an operator called by its kernel's name is what the kernel is", () => {
  assert.equal(operatorClassifier()('triton_poi_fused_addmm_gelu_view_15'), 'elementwise');
});

test('a very long name takes no long time', () => {
  assert.equal(kernelClassifier()(`${'x'.repeat(10_000_000)}gemm`), 'other');
});
