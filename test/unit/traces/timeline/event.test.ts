import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { eventDetails } from '../../../../src/core/traces/timeline/event';
import { eventAt, locate, neighbour } from '../../../../src/core/traces/timeline/places';
import { createSearch } from '../../../../src/core/traces/timeline/search';
import { indexTimeline } from '../../../../src/core/traces/timeline/timeline';
import { call, kernel, operator, python } from '../../../support/kineto';
import { type LiteralEvent, traceOf } from '../../../support/trace-of';

const [STEP, FORWARD, LINEAR, MM, LAUNCH, GEMM, ADD] = [0, 1, 2, 3, 4, 5, 6];
const EVENTS: readonly LiteralEvent[] = [
  python('train.py(31): train_step', 0, 100),
  python('src/model.py(12): forward', 10, 60, { CallFrom: 'train.py:33' }),
  operator('aten::linear', 15, 40),
  operator('aten::mm', 20, 30, { 'Input Dims': '[[4, 8], [8, 2]]', 'External id': 3 }),
  call('cudaLaunchKernel', 25, 5, 77, 3),
  kernel('sgemm', 60, 25, 77, { 'blocks per SM': 2 }),
  operator('aten::add', 80, 10),
];
const timeline = () => indexTimeline(traceOf(EVENTS));

test('an event is told with its place, its own time and what is around it', () => {
  const details = eventDetails(timeline(), MM);
  assert.ok(details !== undefined);
  assert.deepEqual(details.place, { track: 0, depth: 3 });
  assert.equal(details.duration, 30_000);
  // 30 µs less the launch's 5.
  assert.equal(details.self, 25_000);
  assert.equal(details.eventClass, 'operator');
  assert.deepEqual(
    details.around.map(({ row }) => row),
    [STEP, FORWARD, LINEAR],
  );
  assert.deepEqual(details.arguments, [
    ['Input dims', '[[4, 8], [8, 2]]'],
    ['External id', '3'],
  ]);
});

test('a kernel knows its launch, and a launch its kernel', () => {
  const [launch] = eventDetails(timeline(), GEMM)?.links ?? [];
  assert.equal(launch?.row, LAUNCH);
  assert.equal(launch?.relation, 'launched by');
  assert.equal(launch?.forwards, false);
  assert.deepEqual(launch?.place, { track: 0, depth: 4 });
  const [launched] = eventDetails(timeline(), LAUNCH)?.links ?? [];
  assert.deepEqual([launched?.row, launched?.relation, launched?.forwards], [GEMM, 'launches', true]);
});

test('the lines of Python around an event are those around its launch, the innermost first', () => {
  const lines = [
    { file: 'src/model.py', line: 12 },
    { file: 'train.py', line: 33 },
    { file: 'train.py', line: 31 },
  ];
  assert.deepEqual(eventDetails(timeline(), MM)?.source, lines);
  assert.deepEqual(eventDetails(timeline(), GEMM)?.source, lines);
  assert.deepEqual(eventDetails(timeline(), STEP)?.source, lines.slice(2));
});

test('a stack that was recorded with an operator gives its lines', () => {
  const stack = 'model.py(7): forward;train.py(3): <module>';
  const trace = traceOf([operator('aten::mm', 0, 1, { 'Call stack': stack })]);
  assert.deepEqual(eventDetails(indexTimeline(trace), 0)?.source, [
    { file: 'model.py', line: 7 },
    { file: 'train.py', line: 3 },
  ]);
});

test("the file's own arrows are followed from both ends", () => {
  const flow = (ph: string, ts: number, tid: number): LiteralEvent => ({
    ph,
    ts,
    tid,
    pid: 1,
    id: 5,
    name: 'fwdbwd',
    cat: 'fwdbwd',
  });
  const backward = { ...operator('AddBackward', 50, 10), tid: 2 };
  const trace = traceOf([operator('add', 0, 10), backward, flow('s', 2, 1), flow('f', 51, 2)]);
  const ends = (row: number) =>
    eventDetails(indexTimeline(trace), row)?.links.map(({ row: other, relation, forwards }) => [
      other,
      relation,
      forwards,
    ]);
  assert.deepEqual(ends(0), [[1, 'fwdbwd', true]]);
  assert.deepEqual(ends(1), [[0, 'fwdbwd', false]]);
});

test('a graph with thousands of kernels lists the first and counts all', () => {
  const kernels = Array.from({ length: 300 }, (_, i) => kernel('k', 10 + i, 1, 9));
  const details = eventDetails(indexTimeline(traceOf([call('cudaGraphLaunch', 0, 5, 9), ...kernels])), 0);
  assert.equal(details?.links.length, 100);
  assert.equal(details?.linkCount, 300);
});

test('no event, no details', () => {
  assert.equal(eventDetails(timeline(), 99), undefined);
  const open = { name: 'open', cat: 'cpu_op', ts: 0 };
  assert.equal('duration' in (eventDetails(indexTimeline(traceOf([open])), 0) ?? {}), false);
});

test('going from event to event', () => {
  const of = timeline();
  assert.equal(neighbour(of, FORWARD, 'next'), ADD);
  assert.equal(neighbour(of, ADD, 'previous'), FORWARD);
  assert.equal(neighbour(of, ADD, 'next'), undefined);
  assert.equal(neighbour(of, MM, 'outwards'), LINEAR);
  assert.equal(neighbour(of, STEP, 'outwards'), undefined);
  assert.equal(neighbour(of, LINEAR, 'inwards'), MM);
  assert.equal(neighbour(of, ADD, 'inwards'), undefined);
});

test('what is under a point, or so near that a pixel cannot tell', () => {
  const of = timeline();
  const at = (time: number, within: number, depth = 2) => eventAt(of, { track: 0, depth, time, within })?.row;
  assert.equal(at(30_000, 100), LINEAR);
  assert.equal(at(60_000, 100), undefined);
  assert.equal(at(78_000, 3000, 1), ADD);
  // Everything is under one pixel: the longest.
  assert.equal(at(60_000, 100_000), LINEAR);
  assert.equal(at(30_000, 100, 9), undefined);
});

test('every event that has a lane is found in it', () => {
  const event = fc.record({
    name: fc.constant('aten::mm'),
    cat: fc.constant('cpu_op'),
    ts: fc.nat(100),
    dur: fc.nat(30),
    tid: fc.nat(2),
  });
  fc.assert(
    fc.property(fc.array(event, { minLength: 1 }), (literals) => {
      const of = indexTimeline(traceOf(literals));
      literals.forEach((_, row) => {
        const place = locate(of, row);
        assert.equal(of.pyramid.lanes.rows[place?.at ?? -1], row);
      });
    }),
  );
});

test('a search goes through the matches in order of time, around the ends', () => {
  const search = createSearch(timeline());
  const from = (row: number | undefined, step: 1 | -1, time = 0) =>
    search({ text: ' ATEN:: ', time, step, ...(row === undefined ? {} : { row }) });
  assert.deepEqual(from(undefined, 1), { total: 3, place: 1, row: LINEAR });
  assert.deepEqual(from(LINEAR, 1), { total: 3, place: 2, row: MM });
  assert.deepEqual(from(ADD, 1), { total: 3, place: 1, row: LINEAR });
  assert.deepEqual(from(LINEAR, -1), { total: 3, place: 3, row: ADD });
  assert.deepEqual(from(undefined, 1, 21_000), { total: 3, place: 3, row: ADD });
  assert.deepEqual(from(GEMM, -1), { total: 3, place: 2, row: MM });
  assert.deepEqual(search({ text: 'nothing', time: 0, step: 1 }), { total: 0, place: 0 });
  assert.deepEqual(search({ text: ' ', time: 0, step: 1 }), { total: 0, place: 0 });
});
