import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '../../../src/core/hardware/catalogue/index';
import { findAccelerator } from '../../../src/core/hardware/find';
import { estimate } from '../../../src/core/estimate/estimate';
import { machineOf } from '../../../src/core/hardware/performance/machine';
import { timeOf } from '../../../src/core/hardware/performance/time';
import { hostShareOf, powerOf } from '../../../src/core/hardware/power';
import { product, serving } from '../estimate/workloads';

const parts = catalogue();
const power = (name: string) => {
  const model = powerOf(findAccelerator(parts, name));
  assert.ok(model !== undefined, name);
  return model;
};

test('an idle board draws its idle power with a context, a saturated one its TDP', () => {
  const h100 = power('h100');
  assert.equal(h100.at({ busy: 0, compute: 0, memory: 0 }).mid, 121.7);
  assert.equal(h100.at({ busy: 1, compute: 1, memory: 1 }).mid, 700);
});

test('power grows with activity and its range holds its middle', () => {
  const b200 = power('b200');
  let before = 0;
  for (let share = 0; share <= 1; share += 0.1) {
    const { low, mid, high } = b200.at({ busy: 1, compute: share / 2, memory: share });
    assert.ok(mid >= before && low <= mid && mid <= high);
    before = mid;
  }
});

test('a part whose rating is not published has no power model; a derived rating says so', () => {
  assert.equal(powerOf(findAccelerator(parts, 'trn1')), undefined);
  assert.ok(power('tpu-v5e').tdp.low < power('tpu-v5e').tdp.high);
});

test('every model names a source for all it assumes', () => {
  for (const part of parts.values())
    for (const { source } of powerOf(part)?.assumptions ?? []) assert.ok(source.length > 5, part.id);
});

test('a node board carries more host than a PCIe card, a whole system none', () => {
  assert.ok(
    hostShareOf(findAccelerator(parts, 'h100')).watts.mid >
      hostShareOf(findAccelerator(parts, 'l4')).watts.mid,
  );
  assert.equal(hostShareOf(findAccelerator(parts, 'cs3')).watts.mid, 0);
});

test('an operation in fp8 counts as 0.57 of one in 16 bits, whatever its time', () => {
  const h100 = machineOf(findAccelerator(parts, 'h100'), 'native');
  const wide = timeOf(product(4096, 4096, 4096), h100);
  const narrow = timeOf(product(4096, 4096, 4096, 1, { dtype: 'fp8', weightDtype: 'fp8' }), h100);
  assert.ok(narrow.seconds < wide.seconds);
  assert.ok(Math.abs(narrow.drawn / wide.drawn - 0.57) < 1e-3);
  // fp32 has no figure of its own: it counts as at its own peak.
  const single = timeOf(product(4096, 4096, 4096, 1, { dtype: 'fp32' }), h100);
  assert.ok(Math.abs(single.drawn - (2 * 4096 ** 3) / 66.9e12) < 1e-9);
  const { assumptions } = estimate(serving(1), { accelerator: 'h100', count: 1 });
  assert.ok(!assumptions.some(({ id }) => id.startsWith('power.format')));
});

test('a board draws less while it waits for a collective than while it computes', () => {
  const h100 = power('h100');
  const work = { busy: 1, compute: 0.3, memory: 0.3 };
  assert.ok(h100.midAt({ ...work, network: 0.5 }) < h100.midAt(work));
  assert.ok(h100.midAt({ busy: 0, compute: 0, memory: 0, network: 1 }) > h100.idle.mid);
});
