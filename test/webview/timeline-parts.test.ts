import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { gridTicks, labelStart, timeLabel } from '../../webview/timeline/axis';
import { latestOnly } from '../../webview/timeline/latest';
import { laneBox, lanesWithin, placeAt, rowsOf } from '../../webview/timeline/rows';
import { clamped, panned, revealing, spanOf, wholeOf, zoomed } from '../../webview/timeline/viewport';

const whole = wholeOf({ from: 0, to: 1_000_000 });

describe('what is in view', () => {
  it('never leaves the trace, and never shrinks to nothing', () => {
    const view = fc.tuple(
      fc.integer({ min: -2_000_000, max: 2_000_000 }),
      fc.integer({ min: 0, max: 3_000_000 }),
    );
    const move = fc.oneof(
      fc.double({ min: 0.001, max: 1000, noNaN: true }).map((factor) => ({ factor, share: 0 })),
      fc.double({ min: -5, max: 5, noNaN: true }).map((share) => ({ factor: 1, share })),
    );
    fc.assert(
      fc.property(
        view,
        move,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([from, length], { factor, share }, anchor) => {
          const start = clamped({ from, to: from + length }, whole);
          for (const moved of [start, zoomed(start, whole, factor, anchor), panned(start, whole, share)]) {
            assert.ok(moved.from >= whole.from - 1e-6 && moved.to <= whole.to + 1e-6);
            assert.ok(spanOf(moved) >= 20 - 1e-6);
          }
        },
      ),
    );
  });

  it('keeps what is under the pointer when it is zoomed away from the edges', () => {
    const view = { from: 400_000, to: 600_000 };
    const near = zoomed(view, whole, 0.25, 0.3);
    assert.equal(near.from + 0.3 * spanOf(near), 460_000);
    assert.equal(spanOf(near), 50_000);
  });

  it('moves for an event that is out of it, and zooms for one that is too narrow', () => {
    const view = { from: 0, to: 100_000 };
    assert.deepEqual(revealing(view, whole, 20_000, 40_000), view);
    assert.deepEqual(revealing(view, whole, 500_000, 520_000), { from: 460_000, to: 560_000 });
    // One that goes on beyond both edges is seen well enough.
    assert.deepEqual(revealing(view, whole, -10_000, 900_000), view);
    const near = revealing(view, whole, 50_000, 50_010);
    assert.ok(spanOf(near) < 100 && near.from < 50_000 && near.to > 50_010);
  });
});

describe('the axis', () => {
  it('has round marks that are far enough apart', () => {
    const ticks = gridTicks({ from: 1_000_000, to: 2_000_000 }, 1_000_000, 960);
    assert.deepEqual(
      ticks.map(({ label }) => label),
      ['0 µs', '200 µs', '400 µs', '600 µs', '800 µs', '1.0 ms'],
    );
    assert.deepEqual(ticks[1]?.x, 192);
  });

  it('tells each mark from the next, however near they are', () => {
    assert.equal(timeLabel(12_304_000, 1000), '12.304 ms');
    assert.equal(timeLabel(12_304_000, 1_000_000), '12 ms');
    assert.equal(timeLabel(2_500_000_000, 100_000_000), '2.5 s');
    assert.equal(timeLabel(15, 5), '15 ns');
  });
});

describe('a label of the axis', () => {
  it('stands behind its mark, before it at the right edge, and nowhere without room', () => {
    assert.equal(labelStart(100, 40, 0, 400), 104);
    assert.equal(labelStart(380, 40, 160, 400), 336);
    assert.equal(labelStart(380, 40, 334, 400), undefined);
  });
});

describe('the rows', () => {
  const track = (depth: number) => ({
    kind: 'slices' as const,
    title: 't',
    events: 1,
    depth,
    tooDeep: 0,
    isDevice: false,
  });
  const layout = {
    from: 0,
    to: 1,
    ran: { from: 0, to: 1 },
    events: 3,
    classes: [],
    processes: [
      { title: 'a', isDevice: false, tracks: [1] },
      { title: 'b', isDevice: false, tracks: [0, 2] },
    ],
    tracks: [track(3), track(1), track(2)],
  };
  const open = { processes: new Set<number>(), tracks: new Set<number>() };

  it('stand where they are found again', () => {
    const rows = rowsOf(layout, open);
    for (const [id, { depth: levels }] of layout.tracks.entries())
      for (let depth = 0; depth < levels; depth++) {
        const top = laneBox(layout, rows, { track: id, depth })?.top ?? -1;
        assert.deepEqual(placeAt(rows, top + 5), { track: id, depth });
      }
    assert.equal(placeAt(rows, 3), undefined);
    assert.deepEqual(lanesWithin(rows, 0, rows.height), [
      { track: 1, firstDepth: 0, endDepth: 1 },
      { track: 0, firstDepth: 0, endDepth: 3 },
      { track: 2, firstDepth: 0, endDepth: 2 },
    ]);
  });

  it('that are closed stand for what is in them', () => {
    const rows = rowsOf(layout, { processes: new Set([1]), tracks: new Set() });
    assert.equal(laneBox(layout, rows, { track: 0, depth: 2 })?.top, rows.rows.at(-1)?.top);
    const flat = rowsOf(layout, { processes: new Set(), tracks: new Set([0]) });
    assert.deepEqual(
      laneBox(layout, flat, { track: 0, depth: 2 }),
      laneBox(layout, flat, { track: 0, depth: 0 }),
    );
  });
});

describe('questions', () => {
  it('wait for the answer before, and only the newest of them is asked', async () => {
    const asked: number[] = [];
    const answered: number[] = [];
    const release: (() => void)[] = [];
    const ask = latestOnly<number, number>(
      (question) => {
        asked.push(question);
        return new Promise((resolve) => release.push(() => resolve(question)));
      },
      (answer) => answered.push(answer),
      (error) => assert.fail(String(error)),
    );
    for (const question of [1, 2, 3]) ask(question);
    assert.deepEqual(asked, [1]);
    release.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual([asked, answered], [[1, 3], [1]]);
    release.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual(answered, [1, 3]);
  });
});
