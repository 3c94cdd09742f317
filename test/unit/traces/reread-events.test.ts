import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Problem } from '../../../src/core/problem';
import { Cancelled } from '../../../src/core/traces/faults';
import { encodeUtf8 } from '../../../src/core/traces/scan/text';
import type { WrittenField } from '../../../src/core/traces/written/event';
import { rereadEvent } from '../../../src/core/traces/written/read';
import { showWritten } from '../../../src/core/traces/written/value';
import { converted, LINKED } from '../../support/chakra-nodes';
import { reopened, rereading } from '../../support/reread';
import { partOf } from '../../support/written';

const bytesOf = (events: readonly unknown[]): Uint8Array =>
  encodeUtf8(JSON.stringify({ schemaVersion: 1, traceEvents: events }));
const shown = (fields: readonly WrittenField[] | undefined): readonly string[] =>
  (fields ?? assert.fail('not found')).map(({ key, value }) => `${key}=${showWritten(value)}`);
const slice = (row: number) => ({ table: 'slices', row }) as const;
const first = { ph: 'X', name: 'first', ts: 1, dur: 1, pid: 1, tid: 1 };

describe('an event that is read again', () => {
  it('has its numbers as they were written, its texts unescaped, and what stands beside its arguments', async () => {
    const text = `[${JSON.stringify(first)},
      {"ph":"X","name":"a","ts":5,"dur":2,"pid":1,"tid":1,"id":"0x7f","cname":"bad","sf":12,"stack":["f","g"],
       "args":{"addr":18446744073709551615,"exact":0.10000000000000000001,"text":"\\u00e9 \\"x\\"\\n","on":true,
               "none":null,"nested":{"deep":[[1,2],{"k":9007199254740993}]}}}]`;
    const { fields } = await rereading(encodeUtf8(text), 50);
    assert.deepEqual(shown(await fields(slice(1))), [
      'addr=18446744073709551615',
      'exact=0.10000000000000000001',
      'text=é "x"\n',
      'on=true',
      'none=null',
      'nested={"deep": [[1, 2], {"k": 9007199254740993}]}',
      'id=0x7f',
      'cname=bad',
      'sf=12',
      'stack=["f", "g"]',
    ]);
    assert.deepEqual(shown(await fields(slice(0))), []);
  });

  it('may have words and texts that are no JSON', async () => {
    const args = '{"rate":N/A,"share":NaN,"path":"C:\\Users","raw":"two\nlines","list":[1,Infinity]}';
    const text = `[${JSON.stringify(first)},{"ph":"X","name":"a","ts":5,"dur":2,"pid":1,"tid":1,"args":${args}}]`;
    const { fields } = await rereading(encodeUtf8(text));
    assert.deepEqual(shown(await fields(slice(1))), [
      'rate=N/A',
      'share=NaN',
      'path=C:\\Users',
      'raw=two\nlines',
      'list=[1, Infinity]',
    ]);
  });

  it('is the mended one where it was damaged, and those behind it are still found', async () => {
    const damaged = '{"ph":"X","name":"b","ts":5,"dur":2,"pid":1,"tid":1,"args":{"CallFrom":"f("x")","n":1}}';
    const lost = '{"ph":"X" "name" oops},';
    const text = `[${JSON.stringify(first)},${damaged},7,${lost}${JSON.stringify({ ...first, name: 'last', args: { n: 2 } })}]`;
    const { fields, trace } = await rereading(encodeUtf8(text));
    assert.equal(trace.slices.length, 3);
    assert.deepEqual(shown(await fields(slice(1))), ['CallFrom=f("x")', 'n=1']);
    assert.deepEqual(shown(await fields(slice(2))), ['n=2']);
  });

  it('that begins a slice has what the event says that ends it, on its own thread', async () => {
    const begin = (name: string, ts: number, tid: number, args: object) => ({
      ph: 'B',
      name,
      ts,
      pid: 1,
      tid,
      args,
    });
    const end = (ts: number, tid: number, args: object) => ({ ph: 'E', ts, pid: 1, tid, args });
    const events = [
      first,
      begin('outer', 10, 1, { in: 1 }),
      begin('inner', 11, 1, { in: 2 }),
      end(12, 2, { stray: 0 }),
      begin('elsewhere', 12, 2, { in: 3 }),
      end(13, 1, { out: 2 }),
      end(14, 1, { out: 1 }),
    ];
    const { fields } = await rereading(bytesOf(events));
    const ends = async (row: number) => partOf((await fields(slice(row))) ?? [], 'end');
    assert.deepEqual([await ends(1), await ends(2), await ends(3)], [{ out: 1 }, { out: 2 }, {}]);
    assert.deepEqual(partOf((await fields(slice(2))) ?? [], 'arguments'), { in: 2 });
  });

  it('that begins an asynchronous span has what its end says, wherever that stands', async () => {
    const event = (ph: string, ts: number, args: object) => ({
      ph,
      ts,
      name: 'r',
      cat: 's',
      id: 5,
      pid: 1,
      tid: 1,
      args,
    });
    for (const events of [
      [first, event('b', 10, { in: 1 }), event('e', 20, { out: 1 })],
      [first, event('e', 20, { out: 1 }), event('b', 10, { in: 1 })],
    ]) {
      const { fields, trace } = await rereading(bytesOf(events));
      const row = trace.flows.time.indexOf(9000);
      const found = (await fields({ table: 'flows', row, endRow: 1 - row })) ?? [];
      assert.deepEqual([partOf(found, 'arguments'), partOf(found, 'end')], [{ in: 1 }, { id: 5, out: 1 }]);
    }
  });

  it('is found in each of several lists of events', async () => {
    const list = (name: string) =>
      `"traceEvents": [${JSON.stringify({ ...first, name, args: { in: name } })}]`;
    const { fields, trace } = await rereading(encodeUtf8(`{${list('one')}, "x": [{}], ${list('two')}}`));
    assert.equal(trace.slices.length, 2);
    assert.deepEqual(shown(await fields(slice(1))), ['in=two']);
  });

  it('is found among many of all kinds, in packed files too', async () => {
    const value = fc.oneof(
      fc.integer(),
      fc.string(),
      fc.constant(null),
      fc.array(fc.integer(), { maxLength: 3 }),
    );
    const event = fc.record(
      {
        ph: fc.constantFrom('X', 'X', 'i', 's', 'b', 'B', 'E', 'C', 'M', 'N', 'Q'),
        name: fc.constantFrom('a', '[memory]', 'b'),
        pid: fc.constantFrom(1, '1', 'Spans'),
        tid: fc.constantFrom(1, 2),
        ts: fc.oneof(fc.integer({ min: 0, max: 1e9 }), fc.constantFrom(null, '12.5', 'none')),
        dur: fc.integer({ min: 0, max: 1e6 }),
        args: fc.oneof(fc.constant(3), fc.dictionary(fc.constantFrom('a', 'Bytes', 'External id'), value)),
      },
      { requiredKeys: ['ph', 'args'] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 1, maxLength: 30 }),
        fc.constantFrom(undefined, gzipSync, deflateSync),
        async (some, pack) => {
          // Several thousand, so that there are several stretches; each says which it is.
          const events = Array.from({ length: 90 }, () => [first, ...some]).flat();
          const numbered = events.map((of, at) => ({ ...of, at }));
          const text = bytesOf(numbered);
          const { fields, trace } = await rereading(pack === undefined ? text : pack(text));
          const rows = Math.floor(trace.slices.length / 2);
          for (const row of [0, 1, rows, trace.slices.length - 1]) {
            const found = (await fields(slice(row))) ?? [];
            const { at } = partOf(found, 'event');
            const of = numbered[Number(at)];
            assert.ok(of !== undefined && 'XB'.includes(of.ph));
            // As many slices stand before it as its number says.
            const before = numbered
              .slice(0, Number(at))
              .filter(({ ph, ts }) => 'XB'.includes(ph) && isTime(ts));
            assert.equal(before.length, row);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('that is too long is not shown, with a sentence', async () => {
    const events = [first, { ...first, args: { long: 'x'.repeat(5 << 20) } }, { ...first, args: { n: 1 } }];
    const { fields } = await rereading(bytesOf(events));
    await assert.rejects(fields(slice(1)), /the event takes 6 MB in the file; at most 4 MB are shown/);
    assert.deepEqual(shown(await fields(slice(2))), ['n=1']);
  });

  it('is not taken for another where the file is another', async () => {
    const { trace } = await rereading(bytesOf([first, { ...first, name: 'a' }]));
    for (const different of [
      { name: 'b' },
      { name: 'a', ts: 2 },
      { name: 'a', tid: 2 },
      { name: 'a', ph: 'i' },
    ])
      await assert.rejects(
        rereadEvent(trace, slice(1), reopened(bytesOf([first, { ...first, ...different }]))),
        (error) => error instanceof Problem && /was not found again/.test(error.message),
      );
  });

  it('is read no further once that is cancelled, and tells how far it is', async () => {
    const bytes = bytesOf(
      Array.from({ length: 40_000 }, (_, at) => ({ ...first, ts: at + 1, args: { at } })),
    );
    const { trace } = await rereading(bytes);
    const signal = { aborted: false };
    const told: number[] = [];
    const options = {
      ...reopened(gzipSync(bytes)),
      signal,
      onProgress: (fraction: number) => {
        told.push(fraction);
        signal.aborted = true;
      },
    };
    await assert.rejects(rereadEvent(trace, slice(39_999), options), Cancelled);
    assert.equal(told.length, 1);
    assert.ok((told[0] ?? 0) > 0 && (told[0] ?? 2) <= 1);
  });
});

const isTime = (ts: unknown): boolean => typeof ts === 'number' || ts === '12.5';

describe('a node of an execution trace that is read again', () => {
  it('has its fields and attributes, in JSON', async () => {
    const { fields, trace } = await rereading(encodeUtf8(LINKED));
    const row = trace.slices.name.findIndex((id) => trace.strings.text(id) === 'aten::mm');
    const found = partOf((await fields(slice(row))) ?? [], 'arguments');
    assert.equal(found['id'], 4);
    assert.equal(found['tid'], 1);
    assert.deepEqual(Object.keys(found).slice(0, 4), ['id', 'ctrl_deps', 'inputs', 'outputs']);
    assert.equal(found['attrs'], undefined);
  });

  it('and in protobuf', async () => {
    const { fields, trace } = await rereading(converted());
    for (let row = 0; row < trace.slices.length; row++) {
      const found = partOf((await fields(slice(row))) ?? [], 'arguments');
      assert.ok(Number(found['id']) > 0);
      assert.ok(Array.isArray(found['depends on']));
      const stream = trace.slices.args.stream.get(row);
      if (stream !== undefined) assert.equal(found['stream'], stream);
    }
    await assert.rejects(fields(slice(99)), /was not found again/);
  });
});
