import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEEPEST } from '../../../../src/core/traces/timeline/lanes';
import { firstFrom, firstReaching, longestIn } from '../../../../src/core/traces/timeline/pyramid';
import { busyIn, overviewOf, summarizeRange } from '../../../../src/core/traces/timeline/summary';
import { indexTimeline, type TimelineIndex } from '../../../../src/core/traces/timeline/timeline';
import { type View, viewOf } from '../../../../src/core/traces/timeline/view';
import { type LiteralEvent, traceOf } from '../../../support/trace-of';

/** Times in steps of 10 µs, so that no overlap is small enough to be taken for rounding. */
const event = fc.record({
  ts: fc.integer({ min: 0, max: 300 }).map((step) => step * 10),
  dur: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 200 })).map((step) => step * 10),
  tid: fc.integer({ min: 1, max: 3 }),
  name: fc.constantFrom('aten::mm', 'aten::add', 'model.py(3): forward'),
  cat: fc.constantFrom('cpu_op', 'kernel', 'python_function'),
});
const events = fc.array(event, { minLength: 1, maxLength: 400 });
const range = fc
  .tuple(fc.integer({ min: -500_000, max: 5_500_000 }), fc.integer({ min: 1, max: 3_000_000 }))
  .map(([from, length]) => ({ from, to: from + length }));

const wholeView = (timeline: TimelineIndex, from: number, to: number, columns: number): View =>
  viewOf(timeline, {
    from,
    to,
    columns,
    lanes: timeline.layout.tracks.map(({ depth }, track) => ({ track, firstDepth: 0, endDepth: depth })),
  });

const clipped = (start: number, end: number, from: number, to: number): number =>
  Math.max(0, Math.min(end, to) - Math.max(start, from));

const ends = ({ slices }: TimelineIndex['trace'], row: number): readonly [number, number] => {
  const start = slices.start[row] ?? 0;
  return [start, start + (slices.duration[row] ?? 0)];
};

test('every event has a lane, and in a lane none overlaps the next', () => {
  fc.assert(
    fc.property(events, (literals) => {
      const { pyramid, trace, layout } = indexTimeline(traceOf(literals));
      const { rows, first, tracks } = pyramid.lanes;
      assert.deepEqual(
        [...rows].sort((a, b) => a - b),
        literals.map((_, row) => row),
      );
      assert.equal(
        layout.tracks.reduce((sum, track) => sum + track.events, 0),
        literals.length,
      );
      for (const { firstLane, depth, track } of tracks) {
        for (let lane = firstLane; lane < firstLane + depth; lane++) {
          for (let at = first[lane] ?? 0; at < (first[lane + 1] ?? 0); at++) {
            assert.equal(trace.slices.track[rows[at] ?? 0], track);
            if (at === first[lane]) continue;
            const [, before] = ends(trace, rows[at - 1] ?? 0);
            assert.ok(before <= ends(trace, rows[at] ?? 0)[0]);
          }
        }
      }
    }),
  );
});

test('the time in view is that of the events in it, however few pixels there are', () => {
  fc.assert(
    fc.property(events, range, fc.integer({ min: 1, max: 300 }), (literals, { from, to }, columns) => {
      const timeline = indexTimeline(traceOf(literals));
      const { trace, pyramid } = timeline;
      let expected = 0;
      let busy = 0;
      for (let row = 0; row < trace.slices.length; row++) expected += clipped(...ends(trace, row), from, to);
      for (const { firstLane, depth } of pyramid.lanes.tracks)
        for (let lane = firstLane; lane < firstLane + depth; lane++)
          busy += busyIn(pyramid, lane, { from, to });
      assert.ok(Math.abs(busy - expected) < 1e-3, `${busy} for ${expected}`);

      const view = wholeView(timeline, from, to, columns);
      const width = (to - from) / columns;
      let shown = 0;
      view.row.forEach((_, i) => (shown += clipped(view.start[i] ?? 0, view.end[i] ?? 0, from, to)));
      // Of what is shorter than a column, the filling tells the time to 1/255 of it, and at least that.
      let least = 0;
      view.fill.forEach((fill) => {
        shown += (fill / 255) * width;
        least += fill > 0 ? width / 255 : 0;
      });
      assert.ok(
        shown <= expected + least + 1e-3 && shown >= expected - least - 1e-3,
        `${shown} for ${expected}`,
      );
    }),
  );
});

test('no event as long as a pixel is missed, and none shorter leaves its pixel empty', () => {
  fc.assert(
    fc.property(events, range, fc.integer({ min: 1, max: 300 }), (literals, { from, to }, columns) => {
      const timeline = indexTimeline(traceOf(literals));
      const { trace, pyramid } = timeline;
      const view = wholeView(timeline, from, to, columns);
      const width = (to - from) / columns;
      const shown = new Set(view.row);
      let slot = 0;
      for (const { firstLane, depth } of pyramid.lanes.tracks) {
        for (let lane = firstLane; lane < firstLane + depth; lane++, slot++) {
          for (let at = pyramid.lanes.first[lane] ?? 0; at < (pyramid.lanes.first[lane + 1] ?? 0); at++) {
            const row = pyramid.lanes.rows[at] ?? 0;
            const [start, end] = ends(trace, row);
            const isInView = start < to && (end > from || start >= from);
            if (!isInView) assert.ok(!shown.has(row));
            else if (end - start >= width) assert.ok(shown.has(row), `row ${row} is missing`);
            else if (start >= from) {
              const stripe = view.stripe[slot] ?? -1;
              assert.ok(stripe >= 0);
              const column = Math.floor((start - from) / width);
              assert.ok((view.fill[stripe * columns + column] ?? 0) > 0, `row ${row} leaves no trace`);
            }
          }
        }
      }
      assert.equal(shown.size, view.row.length, 'an event is drawn twice');
      assert.ok(view.row.length <= pyramid.lanes.first.length * (columns + 1));
    }),
  );
});

test('searches in a lane and its longest events are those of a walk over it', () => {
  fc.assert(
    fc.property(events, fc.integer({ min: -100, max: 5200 }), fc.nat(), fc.nat(), (literals, step, a, b) => {
      const { pyramid, trace } = indexTimeline(traceOf(literals));
      const { rows, first } = pyramid.lanes;
      const time = step * 1000;
      for (let lane = 0; lane + 1 < first.length; lane++) {
        const positions = [...rows.keys()].slice(first[lane], first[lane + 1]);
        const after = first[lane + 1] ?? 0;
        const startOf = (at: number): number => ends(trace, rows[at] ?? 0)[0];
        const endOf = (at: number): number => ends(trace, rows[at] ?? 0)[1];
        assert.equal(
          firstFrom(pyramid, time, first[lane] ?? 0, after),
          positions.find((at) => startOf(at) >= time) ?? after,
        );
        assert.equal(
          firstReaching(pyramid, time, lane),
          positions.find((at) => startOf(at) >= time || endOf(at) > time) ?? after,
        );
        const from = (first[lane] ?? 0) + (a % positions.length);
        const to = from + 1 + (b % (after - from));
        const longest = positions
          .filter((at) => at >= from && at < to)
          .reduce((best, at) => (endOf(at) - startOf(at) > endOf(best) - startOf(best) ? at : best), from);
        assert.equal(longestIn(pyramid, from, to), longest);
      }
    }),
  );
});

const thread = (name: string, ts: number, dur: number, tid = 1): LiteralEvent => ({
  name,
  cat: 'cpu_op',
  ts,
  dur,
  pid: 9,
  tid,
});

test('overlaps of a rounding writer are no nesting', () => {
  const depths = (...literals: readonly LiteralEvent[]): number =>
    indexTimeline(traceOf(literals)).layout.tracks[0]?.depth ?? 0;
  assert.equal(depths(thread('a', 0, 10), thread('b', 9.5, 10)), 1);
  assert.equal(depths(thread('a', 0, 10), thread('b', 8, 10)), 2);
  // The inner one outlives the outer by half a microsecond, and the next does not go below it.
  assert.equal(depths(thread('outer', 0, 10), thread('inner', 2, 8.5), thread('next', 10, 5)), 2);
  const { pyramid } = indexTimeline(traceOf([thread('a', 0, 10), thread('b', 9.5, 10)]));
  assert.equal(busyIn(pyramid, 0, { from: 0, to: 20_000 }), 19_500);
});

test('what nests without end is counted, not drawn', () => {
  const literals = Array.from({ length: DEEPEST + 7 }, (_, i) => thread('deep', i, 5000 - 2 * i));
  const [track] = indexTimeline(traceOf(literals)).layout.tracks;
  assert.equal(track?.depth, DEEPEST);
  assert.equal(track?.tooDeep, 7);
  assert.equal(track?.events, DEEPEST + 7);
});

test('a range is summed up track by track, the whole trace in columns', () => {
  const timeline = indexTimeline(
    traceOf([
      { name: 'k', cat: 'kernel', pid: 0, tid: 7, ts: 0, dur: 10 },
      { name: 'k2', cat: 'kernel', pid: 0, tid: 7, ts: 30, dur: 10 },
      thread('aten::mm', 0, 20),
      thread('aten::add', 5, 5),
    ]),
  );
  assert.deepEqual(summarizeRange(timeline, { from: 5000, to: 15_000 }), {
    from: 5000,
    to: 15_000,
    events: 3,
    tracks: [
      { track: 0, events: 1, busy: 5000, longest: { row: 0, name: 'k', duration: 10_000 } },
      { track: 1, events: 2, busy: 10_000, longest: { row: 2, name: 'aten::mm', duration: 20_000 } },
    ],
    counters: [],
  });
  const { device, host } = overviewOf(timeline, 4);
  assert.deepEqual([...(device ?? [])], [1, 0, 0, 1]);
  assert.deepEqual([...(host ?? [])], [1, 1, 0, 0]);
});

test('events that begin before the one above them ends count as well', () => {
  const thread = (name: string, ts: number, dur: number): LiteralEvent => ({
    ph: 'X',
    cat: 'cpu_op',
    name,
    pid: 1,
    tid: 1,
    ts,
    dur,
  });
  const timeline = indexTimeline(traceOf([thread('before', 0, 20), thread('step', 10, 80)]));
  const { tracks } = summarizeRange(timeline, { from: 0, to: 100_000 });
  assert.deepEqual(tracks, [
    { track: 0, events: 2, busy: 80_000, longest: { row: 1, name: 'step', duration: 80_000 } },
  ]);
  // 90 µs ran; of the columns of 30 µs the step has all but the first 10 µs.
  const { host = [] } = overviewOf(timeline, 3);
  assert.deepEqual(
    [...host].map((share) => share.toFixed(2)),
    ['0.67', '1.00', '1.00'],
  );
});

test('the profiler, which is on throughout, fills no overview', () => {
  const profiler = {
    ph: 'X',
    cat: 'Trace',
    name: 'PyTorch Profiler (0)',
    pid: 'Spans',
    tid: 'PyTorch Profiler',
  };
  const step = { ph: 'X', cat: 'cpu_op', name: 'step', pid: 1, tid: 1, dur: 10 };
  const events = [
    { ...profiler, ts: 0, dur: 40 },
    { ...step, ts: 0 },
    { ...step, ts: 30 },
  ];
  const { host = [] } = overviewOf(indexTimeline(traceOf(events)), 4);
  assert.deepEqual([...host], [1, 0, 0, 1]);
});

test('spans that begin and end apart stand in the overview of a trace that has nothing else', () => {
  const span = (ph: string, ts: number): LiteralEvent => ({
    ph,
    cat: 'net',
    name: 'request',
    id: 1,
    pid: 1,
    ts,
  });
  const events = [span('b', 0), span('e', 10), span('b', 30), span('e', 40)];
  const { spans, ...others } = overviewOf(indexTimeline(traceOf(events)), 4);
  assert.deepEqual([...(spans ?? [])], [1, 0, 0, 1]);
  assert.deepEqual(others, {});
  const slice = { ph: 'X', cat: 'cpu_op', name: 'step', pid: 1, tid: 1, ts: 0, dur: 40 };
  assert.deepEqual(Object.keys(overviewOf(indexTimeline(traceOf([...events, slice])), 4)), ['host']);
});

test('a trace without events has an empty timeline', () => {
  const { layout, ...timeline } = indexTimeline(traceOf([]));
  const ran = { from: 0, to: 0 };
  assert.deepEqual(layout, { from: 0, to: 0, ran, events: 0, classes: [], processes: [], tracks: [] });
  assert.deepEqual(overviewOf({ layout, ...timeline }, 3), {});
});
