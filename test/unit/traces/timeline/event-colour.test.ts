import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENT_CLASSES } from '../../../../src/core/traces/timeline/event-class';
import { colourOfName, NAME_COLOURS } from '../../../../src/core/traces/timeline/event-colour';
import { indexTimeline } from '../../../../src/core/traces/timeline/timeline';
import { viewOf } from '../../../../src/core/traces/timeline/view';
import { type LiteralEvent, traceOf } from '../../../support/trace-of';

const slice = (name: string, ts: number, cat: string, pid: number | string = 1): LiteralEvent => ({
  ph: 'X',
  cat,
  name,
  pid,
  tid: 1,
  ts,
  dur: 10,
});

test('events of kinds that are not known have the colour of their name, others that of their kind', () => {
  const { ...timeline } = indexTimeline(
    traceOf([
      slice('Paint 1', 0, 'cc'),
      slice('Paint 27', 10, 'cc'),
      slice('aten::mm', 20, 'cpu_op'),
      slice('PyTorch Profiler (0)', 0, 'Trace', 'Spans'),
      { ph: 'b', cat: 'net', name: 'request', id: 1, pid: 1, ts: 0 },
      { ph: 'e', cat: 'net', name: 'request', id: 1, pid: 1, ts: 30 },
    ]),
  );
  const [first, second, operator, profiler, request] = [0, 1, 2, 3, 4].map(timeline.colourOf);
  assert.equal(first, colourOfName('Paint'));
  assert.equal(second, first);
  assert.equal(EVENT_CLASSES[operator ?? -1], 'operator');
  assert.equal(EVENT_CLASSES[profiler ?? -1], 'profiler');
  assert.equal(request, colourOfName('request'));
  assert.deepEqual(timeline.layout.classes, ['operator', 'other', 'profiler', 'async']);
  const lanes = timeline.layout.tracks.map((_, track) => ({ track, firstDepth: 0, endDepth: 1 }));
  const { colour, row } = viewOf(timeline, { from: 0, to: 30_000, columns: 100, lanes });
  assert.deepEqual([...colour], Array.from(row, timeline.colourOf));
});

test('the colours of names are used about as often as each other', () => {
  const uses = new Array<number>(NAME_COLOURS).fill(0);
  const NAMES = 9000;
  for (let i = 0; i < NAMES; i++) {
    // Letters: numbers do not count.
    const name = [...String(i)].map((digit) => String.fromCharCode(97 + Number(digit))).join('');
    const place = colourOfName(name) - EVENT_CLASSES.length;
    assert.ok(place >= 0 && place < NAME_COLOURS);
    uses[place] = (uses[place] ?? 0) + 1;
  }
  for (const times of uses) assert.ok(Math.abs(times - NAMES / NAME_COLOURS) < 150, uses.join(', '));
});
