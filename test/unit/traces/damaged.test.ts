import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RepairKind, Trace } from '../../../src/core/traces/columns';
import { Problem } from '../../../src/core/problem';
import { readTrace } from '../../../src/core/traces/read';
import { inPieces, readText } from '../../support/read-text';

const object = (events: string): string =>
  `{"schemaVersion": 1, "traceEvents": [${events}], "traceName": "t"}`;
const GOOD = '{"ph": "X", "cat": "cpu_op", "name": "good", "pid": 1, "tid": 1, "ts": 1, "dur": 1}';
const names = ({ slices, strings }: Trace): readonly string[] =>
  [...slices.name].map((id) => strings.text(id));

const mended = (what: string, event: string, kind: RepairKind, name: string): void => {
  test(`${what} is mended and counted`, async () => {
    for (const pieces of [undefined, 1, 7]) {
      const trace = await readText(object(`${GOOD}, ${event}, ${GOOD}`), pieces);
      assert.deepEqual(names(trace), ['good', name, 'good']);
      assert.equal(trace.repairs.get(kind), 1);
      assert.equal(trace.repairedEvents, 1);
      assert.equal(trace.skippedEvents, 0);
      assert.equal(trace.metadata.traceName, 't');
    }
  });
};

mended('a bare word', '{"ph": "X", "name": "n", "bw": N/A, "ts": 2, "dur": 1}', 'bare word', 'n');
mended('NaN', '{"ph": "X", "name": "n", "ts": 2, "dur": 1, "args": {"stream": NaN}}', 'not a number', 'n');
mended('-Infinity', '{"ph": "X", "name": "n", "ts": 2, "dur": 1, "x": -Infinity}', 'not a number', 'n');
mended('a raw newline', '{"ph": "X", "name": "a\nb", "ts": 2, "dur": 1}', 'control character', 'a\nb');
mended(
  'a Windows path',
  '{"ph": "X", "name": "C:\\Users\\me", "ts": 2, "dur": 1}',
  'bad escape',
  'C:\\Users\\me',
);
mended('a time in quotes', '{"ph": "X", "name": "n", "ts": "2.5", "dur": 1}', 'text for a number', 'n');
mended('no duration', '{"ph": "X", "name": "n", "ts": 2, "dur": null}', 'no duration', 'n');
mended('a duration of 236 years', '{"ph": "X", "name": "n", "ts": 2, "dur": 7.4e15}', 'no duration', 'n');
mended(
  "quotes that torch's call sites do not escape",
  '{"ph": "X", "name": "n", "ts": 2, "dur": 1, "args": {"CallFrom": "dict {"a": "b", "c": "d"}/x.py:3", "Python id": 4}}',
  'unescaped quote',
  'n',
);

test('what is mended keeps its arguments', async () => {
  const trace = await readText(
    object(
      '{"ph": "X", "name": "n", "ts": 2, "dur": 1, "args": {"CallFrom": "f {"k": "v"}/x.py:3", "Python id": 4}}',
    ),
  );
  assert.equal(trace.slices.args.pythonId.get(0), 4);
  assert.equal(trace.strings.text(trace.slices.args.callStack.or(0, 0)), 'f {"k": "v"}/x.py:3');
});

test('a long event is mended as a short one is, and one without an end is not waited for', async () => {
  const long = 'x'.repeat(100_000);
  const damaged = `{"ph": "X", "name": "n", "ts": 2, "dur": 1, "args": {"a": "${long}", "CallFrom": "f {"k": "v"}/x.py:3"}}`;
  for (const pieces of [undefined, 5000]) {
    const trace = await readText(object(`${GOOD}, ${damaged}, ${GOOD}`), pieces);
    assert.deepEqual(names(trace), ['good', 'n', 'good']);
    assert.equal(trace.repairs.get('unescaped quote'), 1);
  }
  const endless = await readText(`{"traceEvents": [${GOOD}, {"ph": "X", "name": "n" oops "${long}`);
  assert.deepEqual(names(endless), ['good']);
});

test('an event that cannot be mended is skipped, and no other', async () => {
  const trace = await readText(object(`${GOOD}, {"ph": "X" "name" oops]]}, ${GOOD}, null, 3, ${GOOD}`));
  assert.deepEqual(names(trace), ['good', 'good', 'good']);
  assert.equal(trace.skippedEvents, 3);
});

test('an event at a time that no clock tells is skipped, be it the first', async () => {
  for (const time of ['1e400', '-1e400', '1e300', '99999999999999999999999']) {
    const event = `{"ph": "X", "name": "n", "ts": ${time}, "dur": 1}`;
    const trace = await readText(object(`${event}, ${GOOD}, ${event}, ${GOOD}`));
    assert.deepEqual(names(trace), ['good', 'good']);
    assert.deepEqual([...trace.slices.start], [0, 0]);
    assert.equal(trace.skippedEvents, 2);
  }
});

test('UTF-16 is read as what it says', async () => {
  const text = object(GOOD.replace('good', 'gut, schön 😀'));
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  const trace = await readTrace(inPieces(bytes, 5));
  assert.deepEqual(names(trace), ['gut, schön 😀']);
  assert.equal(trace.repairs.get('text encoding'), 1);
});

test('UTF-16 without a mark is known by the NULs between its characters', async () => {
  const little = Buffer.from(`\r\n${object(GOOD.replace('good', 'gut, schön 😀'))}`, 'utf16le');
  for (const bytes of [little, Buffer.from(little).swap16(), Buffer.from(`[${GOOD}]`, 'utf16le')]) {
    const trace = await readTrace(inPieces(bytes, 11));
    assert.match(names(trace).join(), /^(gut, schön 😀|good)$/);
    assert.equal(trace.repairs.get('text encoding'), 1);
  }
});

test('a comment first, and what stands after the end', async () => {
  const trace = await readText(`// made by hand\n${object(GOOD)}\n// done`);
  assert.equal(trace.slices.length, 1);
  assert.equal(trace.warnings.length, 1);
  assert.equal((await readText(`${object(GOOD)}\0\0\0\0`)).warnings.length, 0);
});

const refused = (what: string, text: string, message: RegExp, byte: number): void => {
  test(`${what} is refused with one sentence`, async () => {
    await assert.rejects(readText(text), (error: unknown) => {
      assert.ok(error instanceof Problem, String(error));
      assert.match(error.message, message);
      assert.equal(error.where.byte, byte);
      return true;
    });
  });
};

refused('an empty file', '', /empty/, 0);
refused('white space', ' \n ', /empty/, 0);
refused('text', 'hello', /found "hello…".*expected JSON/, 0);
refused('binary data', '\x01\x02\x03', /binary data/, 0);
refused(
  'a model config',
  '{"model_type": "llama", "hidden_size": 4096}',
  /no "traceEvents".*model config/,
  0,
);
refused('an object for the events', '{"traceEvents": {"0": 1}}', /not an array/, 16);
refused('other JSON', '[{"a": 1}, {"b": 2}]', /none of the array's elements is a trace event/, 0);
refused('metadata cut off', '{"schemaVersion": 1, "deviceProp', /ends before its "traceEvents"/, 32);
refused('a million brackets', '['.repeat(1_000_000), /ends inside the first element/, 1_000_000);

test('counters with values that are none keep the others', async () => {
  const { counters, strings, repairs } = await readText(
    object(
      `${GOOD}, {"ph": "C", "name": "c", "ts": 2, "pid": 1, "args": {"bad": NaN, "good": 5, "none": N/A}},
      {"ph": "C", "name": "c", "ts": 3, "pid": 1, "args": {"C:\\dir": -1.5e3, "a\\\\": 1e400}}`,
    ),
  );
  const series = [...counters.series].map((id) => strings.text(id));
  assert.deepEqual(series, ['good', 'C:\\dir']);
  assert.deepEqual([...counters.value], [5, -1500]);
  assert.deepEqual(
    [...repairs],
    [
      ['bare word', 1],
      ['not a number', 1],
      ['bad escape', 1],
    ],
  );
});
