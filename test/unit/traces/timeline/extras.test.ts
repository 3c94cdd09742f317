import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createTimeline } from '../../../../src/core/traces/timeline/answers';
import { eventDetails } from '../../../../src/core/traces/timeline/event';
import { eventAt, locate, neighbour } from '../../../../src/core/traces/timeline/places';
import { createSearch } from '../../../../src/core/traces/timeline/search';
import { summarizeRange } from '../../../../src/core/traces/timeline/summary';
import { indexTimeline, type TimelineIndex } from '../../../../src/core/traces/timeline/timeline';
import { viewOf } from '../../../../src/core/traces/timeline/view';
import { operator } from '../../../support/kineto';
import { type LiteralEvent, NO_FILE, traceOf } from '../../../support/trace-of';

const async = (ph: string, ts: number, id: number, name = 'request', cat = 'serving'): LiteralEvent => ({
  ph,
  ts,
  id,
  name,
  cat,
  pid: 1,
  tid: 1,
});
const counter = (ts: number, value: number, series = 'watts'): LiteralEvent => ({
  ph: 'C',
  ts,
  name: 'power',
  pid: 1,
  tid: 1,
  args: { [series]: value },
});
const instant = (ts: number, name: string): LiteralEvent => ({ ph: 'i', ts, name, pid: 1, tid: 1 });
const memory = (ts: number, total: number, device = 0): LiteralEvent => ({
  ph: 'i',
  name: '[memory]',
  ts,
  pid: 1,
  tid: 1,
  args: {
    'Device Type': 1,
    'Device Id': device,
    Bytes: 1,
    'Total Allocated': total,
    'Total Reserved': 2 * total,
  },
});
const op = { ...operator('aten::mm', 0, 100), pid: 1, tid: 1 };

/** Lane by lane, the names, starts and lengths of what stands in a track; microseconds. */
const lanesOf = (timeline: TimelineIndex, title: string): readonly (readonly string[])[] => {
  const track = timeline.layout.tracks.findIndex((of) => of.title === title);
  const { lanes, start, duration } = timeline.pyramid;
  const { firstLane = 0, depth = 0 } = lanes.tracks[track] ?? {};
  return Array.from({ length: depth }, (_, level) => {
    const positions = [...lanes.rows.keys()].slice(
      lanes.first[firstLane + level],
      lanes.first[firstLane + level + 1],
    );
    return positions.map((at) => {
      const details = eventDetails(timeline, lanes.rows[at] ?? -1);
      return `${details?.name} ${(start[at] ?? 0) / 1000}+${(duration[at] ?? 0) / 1000}`;
    });
  });
};

test('asynchronous spans that overlap have lanes of their own, and what is inside stands below', () => {
  const timeline = indexTimeline(
    traceOf([
      op,
      async('b', 10, 1),
      async('b', 20, 2),
      async('b', 22, 1, 'prefill'),
      async('n', 25, 1, 'first token'),
      async('e', 30, 1, 'prefill'),
      async('e', 40, 1),
      async('e', 50, 2),
      async('b', 60, 3),
      async('e', 70, 3),
    ]),
  );
  // The second request begins before the first has ended, whose inner levels are taken.
  assert.deepEqual(lanesOf(timeline, 'serving'), [
    ['request 10+30', 'request 60+10'],
    ['prefill 22+8'],
    ['first token 25+0'],
    ['request 20+30'],
  ]);
  const { kind, events } = timeline.layout.tracks.find(({ title }) => title === 'serving') ?? {};
  assert.deepEqual([kind, events], ['async', 5]);
  assert.equal(timeline.layout.events, 6);
});

test('the older asynchronous events are spans, too; what nobody ends reaches to the end', () => {
  const timeline = indexTimeline(
    traceOf([
      op,
      async('S', 10, 1),
      async('T', 15, 1, 'step'),
      async('F', 20, 1),
      async('b', 90, 2),
      async('e', 95, 9),
    ]),
  );
  assert.deepEqual(lanesOf(timeline, 'serving'), [['request 10+10', 'request 90+10'], ['step 15+0']]);
});

test('no two asynchronous spans of a lane overlap, and none is lost', () => {
  const span = fc.record({ from: fc.nat(50), length: fc.nat(30), id: fc.nat(4) });
  fc.assert(
    fc.property(fc.array(span, { maxLength: 40 }), (spans) => {
      const events = spans
        .flatMap(({ from, length, id }, place) => [
          { ...async('b', from, id, `s${place}`), order: 0 },
          { ...async('e', from + length, id, `s${place}`), order: 1 },
        ])
        .sort((a, b) => (a.ts ?? 0) - (b.ts ?? 0) || a.order - b.order);
      const { pyramid, layout } = indexTimeline(traceOf([op, ...events]));
      const { lanes, start, duration } = pyramid;
      assert.equal(layout.events, 1 + spans.length);
      assert.equal(lanes.rows.length, 1 + spans.length);
      for (let lane = 1; lane + 1 < lanes.first.length; lane++)
        for (let at = (lanes.first[lane] ?? 0) + 1; at < (lanes.first[lane + 1] ?? 0); at++)
          assert.ok((start[at - 1] ?? 0) + (duration[at - 1] ?? 0) <= (start[at] ?? 0));
    }),
  );
});

test('what ran is told apart from marks and the profiler’s own spans', () => {
  const spans = {
    ph: 'X',
    cat: 'Trace',
    name: 'PyTorch Profiler (0)',
    ts: 1,
    dur: 300,
    pid: 'Spans',
    tid: 'P',
  };
  const marks = [spans, instant(0, 'Iteration Start'), instant(9000, 'Record Window End')];
  const { layout } = indexTimeline(traceOf([{ ...op, ts: 5 }, ...marks]));
  assert.deepEqual([layout.from, layout.to], [0, 9_000_000]);
  assert.deepEqual(layout.ran, { from: 5000, to: 5000 + (op.dur ?? 0) * 1000 });
  const { layout: withSpans } = indexTimeline(
    traceOf([{ ...op, ts: 5 }, ...marks, async('b', 2, 9), async('e', 400, 9)]),
  );
  assert.deepEqual(withSpans.ran, { from: 2000, to: 400_000 });
  const { layout: marksAlone } = indexTimeline(traceOf(marks));
  assert.deepEqual(marksAlone.ran, { from: 0, to: 9_000_000 });
});

test('instants have a lane below their thread, are found by their names and told without a duration', () => {
  const timeline = indexTimeline(
    traceOf([op, instant(40, 'Record Window End'), instant(5, 'Iteration Start')]),
  );
  assert.deepEqual(lanesOf(timeline, 'instants'), [['Iteration Start 5+0', 'Record Window End 40+0']]);
  const found = createSearch(timeline)({ text: 'window', time: 0, step: 1 });
  assert.deepEqual(found, { total: 1, place: 1, row: 2 });
  const details = eventDetails(timeline, 2);
  assert.deepEqual(
    [details?.name, details?.eventClass, details?.start],
    ['Record Window End', 'instant', 40_000],
  );
  assert.ok(details !== undefined && !('duration' in details));
  assert.equal(neighbour(timeline, 2, 'previous'), 1);
  const track = locate(timeline, 2)?.track ?? -1;
  assert.equal(eventAt(timeline, { track, depth: 0, time: 39_000, within: 2000 })?.row, 2);
  assert.equal(eventAt(timeline, { track, depth: 0, time: 30_000, within: 2000 }), undefined);
});

test('a counter has a track for each of its series, and each value holds until the next', () => {
  const timeline = indexTimeline(
    traceOf([op, counter(50, 300), counter(10, 100), counter(20, 40, 'volts'), counter(70, 200)]),
  );
  const titles = timeline.layout.tracks.map(({ title }) => title);
  assert.deepEqual(titles, ['thread 1', 'power: watts', 'power: volts']);
  assert.deepEqual(lanesOf(timeline, 'power: watts'), [
    ['power: watts 10+40', 'power: watts 50+20', 'power: watts 70+30'],
  ]);
  assert.deepEqual(timeline.layout.tracks[1]?.range, { from: 0, to: 300, most: '300' });
  const hit = eventAt(timeline, { track: 1, depth: 0, time: 60_000, within: 100 });
  assert.deepEqual([hit?.name, hit?.value, hit?.start], ['power: watts', '300', 50_000]);
  assert.equal(eventDetails(timeline, hit?.row ?? -1)?.value, '300');
  // Once a counter, at its first value.
  const found = createSearch(timeline)({ text: 'POWER', time: 0, step: 1 });
  assert.deepEqual([found.total, found.row], [2, 1]);
  assert.deepEqual(summarizeRange(timeline, { from: 60_000, to: 80_000 }).counters, [
    {
      track: 1,
      values: 2,
      least: { value: 200, text: '200' },
      most: { value: 300, text: '300' },
      last: { value: 200, text: '200' },
    },
    {
      track: 2,
      values: 1,
      least: { value: 40, text: '40' },
      most: { value: 40, text: '40' },
      last: { value: 40, text: '40' },
    },
  ]);
});

test('the least and the greatest value of each pixel are those of a walk over all values', () => {
  const values = fc.array(fc.tuple(fc.nat(1000), fc.integer({ min: -50, max: 50 })), {
    minLength: 1,
    maxLength: 400,
  });
  fc.assert(
    fc.property(
      values,
      fc.nat(900),
      fc.integer({ min: 1, max: 600 }),
      fc.integer({ min: 1, max: 40 }),
      (pairs, at, long, columns) => {
        const sorted = pairs.map(([ts, value], place) => ({ ts, value, place })).sort((a, b) => a.ts - b.ts);
        const timeline = indexTimeline(
          traceOf([{ ...op, dur: 2000 }, ...sorted.map(({ ts, value }) => counter(ts, value))]),
        );
        const { from: low, to: high } = timeline.layout.tracks[1]?.range ?? { from: 0, to: 0 };
        const query = { from: at * 1000, to: (at + long) * 1000, columns };
        const view = viewOf(timeline, { ...query, lanes: [{ track: 1, firstDepth: 0, endDepth: 1 }] });
        assert.deepEqual([[...view.area], view.row.length], [[0], 0]);
        const width = (query.to - query.from) / columns;
        const share = (value: number): number =>
          high > low ? Math.round((value - low) * (255 / (high - low))) : 0;
        for (let c = 0; c < columns; c++) {
          const begin = query.from + c * width;
          const before = sorted.filter(({ ts }) => ts * 1000 < begin).slice(-1);
          const inside = sorted.filter(
            ({ ts }) => ts * 1000 >= begin && ts * 1000 < query.from + (c + 1) * width,
          );
          const shares = [...before, ...inside].map(({ value }) => share(value));
          assert.equal(view.areaLeast[c], shares.length === 0 ? 0 : Math.min(...shares));
          assert.equal(view.areaMost[c], shares.length === 0 ? 0 : Math.max(...shares));
        }
      },
    ),
  );
});

test('memory events are counters of their device', () => {
  const gpu = { name: 'k', cat: 'kernel', pid: 0, tid: 7, ts: 0, dur: 10 };
  const timeline = indexTimeline(traceOf([op, gpu, memory(10, 4000), memory(20, 8000), memory(30, 5, 3)]));
  const titles = (title: string) =>
    timeline.layout.processes
      .find((process) => process.title === title)
      ?.tracks.map((track) => timeline.layout.tracks[track]?.title);
  assert.deepEqual(titles('process 0'), ['thread 7', 'GPU0 memory allocated', 'GPU0 memory reserved']);
  // No process is the device: it stands with the thread that allocated.
  assert.deepEqual(titles('process 1'), ['thread 1', 'GPU3 memory allocated', 'GPU3 memory reserved']);
  const [allocated] = summarizeRange(timeline, { from: 0, to: 100_000 }).counters;
  assert.deepEqual([allocated?.most.text, allocated?.values], ['8.00 kB', 2]);
});

test('a trace of nothing but asynchronous spans is drawn', () => {
  const { layout } = indexTimeline(traceOf([async('b', 10, 1), async('e', 30, 1)]));
  assert.deepEqual([layout.from, layout.to, layout.events, layout.classes], [0, 20_000, 1, ['async']]);
});

test('laying out rests between stretches, tells how far it is, and ends when it is cancelled', async () => {
  const many = traceOf(Array.from({ length: 50 }, (_, i) => ({ ...op, ts: i })));
  const told: number[] = [];
  const whole = createTimeline(
    many,
    { rest: () => Promise.resolve(), report: (share) => told.push(share) },
    NO_FILE,
  );
  const [a, b] = await Promise.all([whole.timelineLayout(), whole.timelineLayout()]);
  assert.equal(a, b);
  assert.ok(
    told.length >= 4 && told.every((share, i) => share <= 1 && share >= (told[i - 1] ?? 0)),
    `${told}`,
  );
  const asked = told.length;
  await whole.timelineView({ from: 0, to: 10, columns: 4, lanes: [] });
  assert.equal(told.length, asked, 'it is laid out once');

  let rests = 0;
  const cancelled = createTimeline(
    many,
    {
      rest: async () => {
        if (++rests === 2) void cancelled.timelineCancel();
      },
      report: () => undefined,
    },
    NO_FILE,
  );
  await assert.rejects(cancelled.timelineLayout(), /the layout of the events was cancelled/);
  assert.equal(rests, 2);
  assert.equal((await cancelled.timelineLayout()).events, 50);
});
