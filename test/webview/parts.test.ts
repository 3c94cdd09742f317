import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeBar, totals } from '../../webview/charts/bar-data';
import type { BarData } from '../../webview/charts/bar-data';
import { quantity } from '../../webview/measure';
import { createSavedState } from '../../webview/saved-state';
import { sortRows } from '../../webview/table/sort';

describe('sorting', () => {
  const rows = [{ v: 2 }, { v: undefined }, { v: 10 }, { v: 1 }];
  const values = (direction: 'ascending' | 'descending') =>
    sortRows(rows, ({ v }) => v, direction).map(({ v }) => v);

  it('puts what is unknown last in both directions', () => {
    assert.deepEqual(values('ascending'), [1, 2, 10, undefined]);
    assert.deepEqual(values('descending'), [10, 2, 1, undefined]);
  });
  it('takes numbers in words for numbers', () => {
    assert.deepEqual(
      sortRows(['layer 10', 'layer 9', 'Layer 1'], (text) => text, 'ascending'),
      ['Layer 1', 'layer 9', 'layer 10'],
    );
  });
  it('keeps equals in their order', () => {
    const pairs = [
      ['a', 1],
      ['b', 1],
      ['c', 0],
    ] as const;
    assert.deepEqual(
      sortRows(pairs, ([, n]) => n, 'descending').map(([name]) => name),
      ['a', 'b', 'c'],
    );
  });
});

describe('saved state', () => {
  const store = (state: unknown) => {
    let now = state;
    return { getState: () => now, setState: (next: unknown) => (now = next) };
  };

  it('gives back what was saved, beside the URI', () => {
    const kept = store(undefined);
    const first = createSavedState(kept);
    first.setUri('file:///a.json');
    first.setTab('carbon');
    first.setSort('kernels', { column: 'sum', direction: 'ascending' });
    const second = createSavedState(kept);
    assert.equal(second.tab(), 'carbon');
    assert.deepEqual(second.sort('kernels'), { column: 'sum', direction: 'ascending' });
    assert.match(JSON.stringify(kept.getState()), /"uri":"file:\/\/\/a\.json"/);
  });

  it('drops what it does not understand', () => {
    for (const junk of [7, null, [], { tab: 3, sorts: { a: { column: 1 }, b: null }, metrics: 'all' }]) {
      const saved = createSavedState(store(junk));
      assert.equal(saved.tab(), undefined);
      assert.equal(saved.sort('a'), undefined);
      assert.equal(saved.metric('hardware'), undefined);
    }
  });
});

describe('a bar', () => {
  const data: BarData = {
    title: 'Carbon',
    summary: '',
    measure: quantity('gCO2e'),
    labels: ['known', 'half', 'unknown'],
    series: [
      { name: 'operational', values: [2, 3, undefined] },
      { name: 'embodied', values: [0.5, undefined, undefined] },
    ],
    ranges: [{ low: 1, high: 4 }, undefined, undefined],
  };

  it('is as long as what is known of it', () => assert.deepEqual(totals(data), [2.5, 3, undefined]));
  it('is told part by part, and unknown where nothing is known', () => {
    assert.equal(
      describeBar(data, 0),
      'known: operational 2.00 g CO2e, embodied 500 mg CO2e; between 1.00 g CO2e and 4.00 g CO2e',
    );
    assert.equal(describeBar(data, 1), 'half: operational 3.00 g CO2e');
    assert.equal(describeBar(data, 2), 'unknown: unknown');
  });
});
