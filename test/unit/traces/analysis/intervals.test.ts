import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { deviceBusy, intersection } from '../../../../src/core/traces/analysis/intervals';
import { wholeTrace } from '../../../../src/core/traces/analysis/windows/all';
import { kernel } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 20 })), {
  minLength: 1,
  maxLength: 30,
});

const selectionOf = (list: readonly (readonly [number, number])[]) => {
  const selection = wholeTrace(
    traceOf([kernel('origin', 0, 0, 0), ...list.map(([ts, dur], i) => kernel('k', ts, dur, i))]),
  );
  return { ...selection, device: selection.device.slice(1) };
};

test('touching spans become one', () => {
  const { start, end } = deviceBusy(
    selectionOf([
      [10, 5],
      [15, 5],
      [30, 1],
    ]),
  );
  assert.deepEqual(
    [[...start], [...end]],
    [
      [10_000, 30_000],
      [20_000, 31_000],
    ],
  );
});

test('a union covers each microsecond that a span covers, once', () => {
  fc.assert(
    fc.property(spans, (list) => {
      const covered = new Set(list.flatMap(([ts, dur]) => Array.from({ length: dur }, (_, i) => ts + i)));
      assert.equal(deviceBusy(selectionOf(list)).length, covered.size * 1000);
    }),
  );
});

test('what is in both is covered by one and by the other', () => {
  const cells = (list: readonly (readonly [number, number])[]): ReadonlySet<number> =>
    new Set(list.flatMap(([ts, dur]) => Array.from({ length: dur }, (_, i) => ts + i)));
  fc.assert(
    fc.property(spans, spans, (one, other) => {
      const inOther = cells(other);
      const both = [...cells(one)].filter((cell) => inOther.has(cell));
      const selection = selectionOf(one);
      const { length } = intersection(selection, deviceBusy(selection), deviceBusy(selectionOf(other)));
      assert.equal(length, both.length * 1000);
    }),
  );
});
