import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createTimeline } from '../../../../src/core/traces/timeline/answers';
import { eventDetails } from '../../../../src/core/traces/timeline/event';
import { indexTimeline } from '../../../../src/core/traces/timeline/timeline';
import { readTrace } from '../../../../src/core/traces/read';
import { encodeUtf8 } from '../../../../src/core/traces/scan/text';
import { openBuffer } from '../../../../src/io/open-bytes';
import { resumeBuffer } from '../../../../src/io/resume-bytes';
import { NO_FILE, traceOf } from '../../../support/trace-of';
import { operator } from '../../../support/kineto';

const sharing = { rest: () => Promise.resolve(), report: () => undefined };
const event = (more: object) => ({
  ph: 'X',
  cat: 'kernel',
  name: 'k',
  ts: 10,
  dur: 5,
  pid: 1,
  tid: 1,
  ...more,
});

const timelineOf = async (text: string) => {
  const bytes = gzipSync(encodeUtf8(text));
  const trace = await readTrace(openBuffer(bytes));
  let opened = 0;
  const timeline = createTimeline(trace, sharing, {
    reopen: (byte) => {
      opened++;
      return Promise.resolve(resumeBuffer(bytes, byte));
    },
    report: () => undefined,
  });
  return { trace, timeline, opened: () => opened };
};

describe('all arguments of an event', () => {
  it('are those that columns keep, in their words, then the rest in the words of the file', async () => {
    const { trace, timeline } = await timelineOf(
      JSON.stringify([
        event({
          id: 3,
          args: {
            odd: { a: [1, 2] },
            stream: 7,
            bytes: 1048576,
            'Input Dims': [[2, 3], []],
            device: 'default',
            'Collective name': null,
          },
        }),
      ]).replace('"stream"', '"External id": 12345678901234567891, "stream"'),
    );
    const kept = eventDetails(indexTimeline(trace), 0)?.arguments ?? [];
    assert.deepEqual(
      kept.map(([label]) => label),
      ['Input dims', 'Size', 'Collective', 'Stream', 'External id'],
    );
    const { arguments: all = [], note } = (await timeline.timelineArguments(0)) ?? {};
    assert.deepEqual(all.slice(0, 4), kept.slice(0, 4));
    assert.deepEqual(all.slice(4), [
      // Rounded by its column.
      ['External id', '12345678901234567891'],
      ['odd', '{"a": [1, 2]}'],
      // No number, so that the column has none.
      ['device', 'default'],
      ['id', '3'],
    ]);
    assert.equal(note, undefined);
  });

  it('are those of instants, counters, memory and asynchronous spans too', async () => {
    const at = (ph: string, name: string, ts: number, args: object, more: object = {}) =>
      event({ ph, name, ts, args, ...more });
    const { timeline } = await timelineOf(
      JSON.stringify([
        event({}),
        at('i', 'mark', 11, { why: 'x' }, { s: 'g' }),
        at('C', 'power', 12, { watts: 5 }),
        at('i', '[memory]', 13, { Bytes: 8, 'Device Type': 1, 'Device Id': 0, 'Total Allocated': 16 }),
        at('b', 'request', 14, { in: 1 }, { id: 9 }),
        at('e', 'request', 15, { out: 2, in: 1 }, { id: 9 }),
      ]),
    );
    const layout = await timeline.timelineLayout();
    const argumentsIn = async (kind: string): Promise<unknown> => {
      const track = layout.tracks.findIndex((of) => of.kind === kind);
      const hit = await timeline.timelineEventAt({ track, depth: 0, time: 3500, within: 1e6 });
      return (await timeline.timelineArguments(hit?.row ?? -1))?.arguments;
    };
    assert.deepEqual(await argumentsIn('instants'), [
      ['why', 'x'],
      ['s', 'g'],
    ]);
    assert.deepEqual(await argumentsIn('async'), [
      ['in', '1'],
      ['id', '9'],
      ['out (at its end)', '2'],
    ]);
    const counters = layout.tracks.flatMap(({ kind }, track) => (kind === 'counter' ? [track] : []));
    const found = await Promise.all(
      counters.map((track) => timeline.timelineEventAt({ track, depth: 0, time: 4000, within: 1e6 })),
    );
    const shown: unknown[] = [];
    for (const hit of found) shown.push((await timeline.timelineArguments(hit?.row ?? -1))?.arguments);
    assert.deepEqual(shown, [
      [
        ['Bytes', '8'],
        ['Device Type', '1'],
        ['Device Id', '0'],
        ['Total Allocated', '16'],
      ],
      [['watts', '5']],
    ]);
  });

  it('of neighbours are read from the file once', async () => {
    const events = Array.from({ length: 5000 }, (_, at) => event({ ts: at, args: { at } }));
    const { timeline, opened } = await timelineOf(JSON.stringify(events));
    for (const row of [1000, 1001, 999])
      assert.deepEqual((await timeline.timelineArguments(row))?.arguments, [['at', `${row}`]]);
    assert.equal(opened(), 1);
    await timeline.timelineArguments(4999);
    assert.equal(opened(), 2);
  });

  it('are not told of an event that another was asked for after, or that was cancelled', async () => {
    const { timeline } = await timelineOf(
      JSON.stringify([event({ args: { a: 1 } }), event({ args: { a: 2 } })]),
    );
    await timeline.timelineLayout();
    const [first, second] = await Promise.all([timeline.timelineArguments(0), timeline.timelineArguments(1)]);
    assert.deepEqual([first, second?.arguments], [undefined, [['a', '2']]]);
    const third = timeline.timelineArguments(0);
    // Laying out is done, so that the reading has begun.
    await Promise.resolve();
    await timeline.timelineCancelArguments();
    assert.equal(await third, undefined);
    assert.equal(await timeline.timelineArguments(99), undefined);
  });

  it('are the first thousand of more, which is said', async () => {
    const args = Object.fromEntries(Array.from({ length: 1200 }, (_, at) => [`k${at}`, at]));
    const { timeline } = await timelineOf(JSON.stringify([event({ args })]));
    const { arguments: all = [], note } = (await timeline.timelineArguments(0)) ?? {};
    assert.equal(all.length, 1000);
    assert.equal(note, 'The event has 1,200 arguments; the first 1,000 are shown.');
  });

  it('are what is kept in a format that has no more, which is said', async () => {
    const trace = { ...traceOf([operator('aten::mm', 0, 5, { stream: 3 })]), format: 'nsight' };
    const answer = await createTimeline(trace, sharing, NO_FILE).timelineArguments(0);
    assert.deepEqual(answer?.arguments, [['Stream', '3']]);
    assert.match(
      answer?.note ?? '',
      /^This is all that Wattlens can read of an event in a trace of this format\.$/,
    );
  });
});
