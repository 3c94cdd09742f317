import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createTimeline } from '../../../../src/core/traces/timeline/answers';
import { StackFrameReader } from '../../../../src/core/traces/formats/chrome/stack-frames';
import { readTrace } from '../../../../src/core/traces/read';
import { encodeUtf8 } from '../../../../src/core/traces/scan/text';
import { openBuffer } from '../../../../src/io/open-bytes';
import { resumeBuffer } from '../../../../src/io/resume-bytes';

const slice = (more: object) => ({ ph: 'X', name: 'f', ts: 10, dur: 5, pid: 1, tid: 1, ...more });
const FRAMES = {
  1: { category: 'app', name: 'main' },
  2: { category: 'app', name: 'step "é"', parent: 1 },
  3: { category: 'libc.so', name: 'malloc', parent: '2' },
};

/** What the timeline tells of row 0 or another, and how often the file was opened for it. */
const told = async (text: string | Uint8Array, rows: readonly number[] = [0]) => {
  const bytes = gzipSync(text);
  let opened = 0;
  const timeline = createTimeline(
    await readTrace(openBuffer(bytes)),
    { rest: () => Promise.resolve(), report: () => undefined },
    {
      reopen: (byte) => {
        opened++;
        return Promise.resolve(resumeBuffer(bytes, byte));
      },
      report: () => undefined,
    },
  );
  const answers: unknown[] = [];
  for (const row of rows) answers.push((await timeline.timelineArguments(row))?.arguments);
  return { answers, opened };
};

const stackOf = async (stackFrames: unknown, sf: unknown): Promise<unknown> => {
  const { answers } = await told(JSON.stringify({ stackFrames, traceEvents: [slice({ sf })] }));
  return answers[0];
};

describe('the stack of an event', () => {
  it('is told frame by frame, the innermost first, with the dictionary before or behind the events', async () => {
    const stack = [['Stack (sf 3)', 'malloc (libc.so)\nstep "é" (app)\nmain (app)']];
    const traceEvents = [slice({ sf: 3 }), slice({ sf: '1' })];
    for (const document of [
      { stackFrames: FRAMES, traceEvents },
      { traceEvents, stackFrames: FRAMES },
    ]) {
      const { answers, opened } = await told(JSON.stringify(document), [0, 1, 0]);
      assert.deepEqual(answers, [stack, [['Stack (sf 1)', 'main (app)']], stack]);
      // The dictionary once, the events each time: they are the last of the file.
      assert.equal(opened, 4);
    }
  });

  it('is told of its end too, whether it ends with the event or apart', async () => {
    const traceEvents = [
      slice({ sf: 1, esf: 2 }),
      slice({ ph: 'B', ts: 20, dur: undefined, sf: 1 }),
      slice({ ph: 'E', ts: 30, dur: undefined, sf: 3 }),
    ];
    const { answers } = await told(JSON.stringify({ stackFrames: FRAMES, traceEvents }), [0, 1]);
    assert.deepEqual(answers, [
      [
        ['Stack (sf 1)', 'main (app)'],
        ['Stack at its end (esf 2)', 'step "é" (app)\nmain (app)'],
      ],
      [
        ['Stack (sf 1)', 'main (app)'],
        ['Stack (sf 3) (at its end)', 'malloc (libc.so)\nstep "é" (app)\nmain (app)'],
      ],
    ]);
  });

  it('is that of a text in UTF-16, too', async () => {
    const text = JSON.stringify({ traceEvents: [slice({ sf: 2 })], stackFrames: FRAMES });
    const { answers } = await told(Buffer.from(`\ufeff${text}`, 'utf16le'));
    assert.deepEqual(answers[0], [['Stack (sf 2)', 'step "é" (app)\nmain (app)']]);
  });

  it('is the id where the file has no frames, and an argument of that name stays as it is', async () => {
    const event = slice({ sf: 3, args: { esf: 4 } });
    const plain = [
      ['esf', '4'],
      ['sf', '3'],
    ];
    assert.deepEqual((await told(JSON.stringify([event]))).answers[0], plain);
    assert.deepEqual(
      (await told(JSON.stringify({ stackFrames: [1], traceEvents: [event] }))).answers[0],
      plain,
    );
  });

  it('says where a frame or a parent is missing, and where parents go in a circle', async () => {
    assert.deepEqual(await stackOf(FRAMES, 7), [['Stack (sf 7)', 'frame 7, not in stackFrames']]);
    assert.deepEqual(await stackOf({ a: { name: 'leaf', parent: 'b' } }, 'a'), [
      ['Stack (sf a)', 'leaf\nframe b, not in stackFrames'],
    ]);
    const circle = { 1: { name: 'a', parent: 2 }, 2: { name: 'b', parent: 1 } };
    assert.deepEqual(await stackOf(circle, 1), [
      ['Stack (sf 1)', 'a\nb\nframe 1 once more: the parents go in a circle'],
    ]);
    assert.deepEqual(await stackOf({ 1: { category: 'lib', parent: null }, 2: 5, 3: {} }, 1), [
      ['Stack (sf 1)', 'frame 1, without a name (lib)'],
    ]);
    assert.deepEqual(await stackOf({}, 1), [['Stack (sf 1)', 'frame 1, not in stackFrames']]);
  });

  it('is shortened where it is very deep', async () => {
    const deep = Object.fromEntries(
      Array.from({ length: 600 }, (_, id) => [id, { name: `f${id}`, parent: id + 1 }]),
    );
    const [[, lines] = []] = (await stackOf(deep, 0)) as [string, string][];
    assert.equal(lines?.split('\n').length, 501);
    assert.match(lines ?? '', /\nf499\n… \(more than 500 frames\)$/);
  });

  it('has the frames before what is no JSON or is cut off', async () => {
    const cut =
      '{"traceEvents":[{"ph":"X","name":"f","ts":1,"dur":1,"pid":1,"tid":1,"sf":2}],"stackFrames":{';
    const one = '"2":{"name":"b","parent":"1"}';
    for (const rest of [one, `${one},"1`, `${one},"1":{"name":"a"`, `${one} oops`, `${one},"1" {}}}`])
      assert.deepEqual((await told(cut + rest)).answers[0], [
        ['Stack (sf 2)', 'b\nframe 1, not in the part that was read of stackFrames'],
      ]);
  });
});

describe('a dictionary of stack frames', () => {
  it('is the same in pieces of any size', () => {
    const bytes = encodeUtf8(`${JSON.stringify(FRAMES, undefined, 1)}, "more": {`);
    for (const size of [1, 2, 7, 64, bytes.length]) {
      const reader = new StackFrameReader();
      let isDone = false;
      for (let at = 0; at < bytes.length && !isDone; at += size)
        isDone = reader.feed(bytes.subarray(at, at + size));
      const { byId, isWhole } = reader.end();
      assert.ok(isDone && isWhole);
      assert.deepEqual(
        [...byId],
        [
          ['1', { name: 'main', category: 'app' }],
          ['2', { name: 'step "é"', category: 'app', parent: '1' }],
          ['3', { name: 'malloc', category: 'libc.so', parent: '2' }],
        ],
      );
    }
  });

  it('is read up to 32 MB', () => {
    const chunk = encodeUtf8(`${'"1":{"name":"f"},'.padEnd(1 << 20)}`);
    const reader = new StackFrameReader();
    assert.equal(reader.feed(encodeUtf8('{')), false);
    let fed = 1;
    while (!reader.feed(chunk)) fed++;
    assert.equal(fed, 32);
    assert.equal(reader.end().isWhole, false);
  });
});
