import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openFile, traceIn } from '../../../src/worker/open-file';
import { timelineHandlers } from '../../../src/worker/timeline';
import { call, kernel, operator } from '../../support/kineto';

const handlersOf = async (events: readonly unknown[]) => {
  const text = JSON.stringify({
    traceEvents: events,
    stackFrames: { 1: { name: 'main' }, 2: { name: 'step|<b>', parent: 1 } },
  });
  const trace = traceIn(await openFile({ kind: 'text', name: 't.json', text }, () => undefined));
  return timelineHandlers(
    () => trace,
    () => undefined,
    () => undefined,
  );
};

const EVENTS = [
  { ...operator('aten::mm', 0, 100, { 'External id': 1, odd: [1, 2] }), sf: 2 },
  operator('aten::inner', 10, 20),
  call('cudaLaunchKernel', 40, 10, 7, 1),
  kernel('gemm', 60, 30, 7),
];

const FACTS = [
  '## aten::mm',
  '',
  '- **Duration:** 100.0 µs',
  '- **Self:** 70.00 µs',
  '- **Start:** 0 s',
  '- **Track:** process 1, thread 1',
  '- **Kind:** operators (cpu\\_op)',
  '- **External id:** 1',
];

describe('an event as Markdown', () => {
  it('has its facts and what is kept of its arguments, then what was read of them', async () => {
    const handlers = await handlersOf(EVENTS);
    assert.deepEqual(await handlers.eventMarkdown(0), { ok: true, value: `${FACTS.join('\n')}\n` });
    await handlers.timelineArguments(0);
    const read = ['- **odd:** \\[1, 2\\]', '- **Stack (sf 2):** step\\|\\<b\\><br>main'];
    assert.deepEqual(await handlers.eventMarkdown(0), {
      ok: true,
      value: `${[...FACTS, ...read].join('\n')}\n`,
    });
  });

  it('has no arguments that were read of another', async () => {
    const handlers = await handlersOf(EVENTS);
    await handlers.timelineArguments(0);
    const answer = await handlers.eventMarkdown(1);
    assert.ok(answer.ok && answer.value.startsWith('## aten::inner\n') && !answer.value.includes('odd'));
  });

  it('has the events that it is tied to, and those that it is in', async () => {
    const handlers = await handlersOf(EVENTS);
    const answer = await handlers.eventMarkdown(2);
    assert.ok(answer.ok);
    assert.match(
      answer.value,
      /\n### Arrows\n\n\| Relation \| Event \| Start \|\n\| --- \| --- \| --- \|\n\| launches \| gemm \| 20\.00 µs later \|\n/,
    );
    assert.match(
      answer.value,
      /\n### Inside\n\n\| Event, the innermost last \|\n\| --- \|\n\| aten::mm \|\n$/,
    );
  });

  it('says where the trace has no such event', async () => {
    const answer = await (await handlersOf(EVENTS)).eventMarkdown(99);
    assert.equal(answer.ok ? '' : answer.fault.message, 'the trace has no such event');
  });
});
