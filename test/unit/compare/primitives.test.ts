import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparePrimitives } from '../../../src/core/compare/primitives';

const costs = comparePrimitives(['h100', 'a100', 'trn1', 'cs3']);
const of = (accelerator: string, primitive: string) => {
  const found = costs.find(
    (cost) => cost.accelerator === accelerator && cost.primitive.startsWith(primitive),
  );
  assert.ok(found !== undefined, `${accelerator} ${primitive}`);
  return found;
};

test('a large product is bound by arithmetic, one row by memory, a collective by the network', () => {
  assert.equal(of('h100-sxm5', 'matmul 4096³').bound, 'compute');
  assert.equal(of('h100-sxm5', 'matmul 1 ×').bound, 'memory');
  assert.equal(of('h100-sxm5', 'all-reduce').bound, 'network');
});

test('multiplying 16 Mi elements moves 100.7 MB: 34.5 µs at 87 % of 3.35 TB/s', () => {
  const expected = (3 * 2 * 2 ** 24) / (3.35e12 * 0.87);
  assert.ok(Math.abs(of('h100-sxm5', 'multiply').seconds / expected - 1) < 1e-6);
});

test('energy is absent where power is not known, and collectives where links are not', () => {
  assert.equal(of('trainium1', 'matmul 4096³').joules, undefined);
  assert.equal(
    costs.some(({ accelerator, bound }) => accelerator === 'cs3' && bound === 'network'),
    false,
  );
});
