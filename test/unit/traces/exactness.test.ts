import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TextInterner } from '../../../src/core/traces/build/text-interner';
import { NumberColumn } from '../../../src/core/traces/columns/number-column';
import { decodeUtf8, encodeUtf8 } from '../../../src/core/traces/scan/text';
import { readEvents, readText } from '../../support/read-text';

const event = (args: Readonly<Record<string, unknown>>, name = 'n') => ({
  ph: 'X',
  cat: 'kernel',
  name,
  ts: 1,
  dur: 1,
  args,
});

test('numbers are those that JSON.parse reads', async () => {
  const written = fc.oneof(
    fc.integer().map(String),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => `${a}.${b}`),
  );
  await fc.assert(
    fc.asyncProperty(written, async (number) => {
      const trace = await readText(
        `[{"ph":"X","cat":"kernel","ts":1,"dur":1,"args":{"bytes":${number} ,"stream":7}}]`,
      );
      const expected = JSON.parse(number) as number;
      assert.equal(trace.slices.args.bytes.get(0), expected === 0 ? 0 : expected);
      assert.equal(trace.slices.args.stream.get(0), 7);
    }),
    { numRuns: 500 },
  );
});

test('any text is what JSON.parse reads, escaped or not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 20 }),
      async (names) => {
        const trace = await readEvents(names.map((name) => event({}, name)));
        assert.deepEqual(
          [...trace.slices.name].map((id) => trace.strings.text(id)),
          names,
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('whatever else stands in an event is passed over', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue({ maxDepth: 4 }),
      fc.jsonValue({ maxDepth: 4 }),
      async (value, argument) => {
        const trace = await readEvents([
          { more: value, ...event({ extra: argument, stream: 5 }) },
          event({ stream: 6 }),
        ]);
        assert.deepEqual([trace.slices.args.stream.get(0), trace.slices.args.stream.get(1)], [5, 6]);
        assert.equal(trace.repairedEvents + trace.skippedEvents, 0);
      },
    ),
    { numRuns: 500 },
  );
});

test('UTF-8 goes there and back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      assert.equal(decodeUtf8(encodeUtf8(text)), text);
      assert.deepEqual(Buffer.from(encodeUtf8(text)), Buffer.from(text));
    }),
  );
});

test('bytes that are not UTF-8 become replacement characters, as many as decoders agree on', () => {
  assert.equal(decodeUtf8(Uint8Array.of(0x61, 0xff, 0x62)), 'a\ufffdb');
  assert.equal(decodeUtf8(Uint8Array.of(0x61, 0xe2, 0x98)), 'a\ufffd');
});

test('a text has one id, however many there are', () => {
  const texts = new TextInterner();
  const ids = Array.from({ length: 50_000 }, (_, i) => texts.add(`text ${i * 7919}`));
  assert.equal(new Set(ids).size, ids.length);
  for (let i = 0; i < ids.length; i += 997) {
    assert.equal(texts.add(`text ${i * 7919}`), ids[i]);
    assert.equal(texts.find(`text ${i * 7919}`), ids[i]);
    assert.equal(texts.text(ids[i] ?? 0), `text ${i * 7919}`);
  }
  assert.equal(texts.find('not there'), undefined);
  assert.equal(texts.text(0), '');
});

test('a column keeps any number at any row', () => {
  const rows = fc.uniqueArray(fc.nat({ max: 5000 }), { maxLength: 50 });
  const numbers = fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.constant(-(2 ** 31)));
  fc.assert(
    fc.property(rows, fc.array(numbers, { minLength: 50, maxLength: 50 }), (places, values) => {
      const column = new NumberColumn();
      places.forEach((row, i) => {
        column.set(row, values[i] ?? 0);
      });
      places.forEach((row, i) => {
        assert.ok(column.get(row) === (values[i] ?? 0), `row ${row}`);
      });
      assert.equal(column.count, places.length);
      assert.equal(column.get(5001), undefined);
      assert.equal(column.or(5001, 9), 9);
    }),
  );
});
