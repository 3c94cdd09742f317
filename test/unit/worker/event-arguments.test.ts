import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { LONGEST } from '../../../src/core/traces/scan/patience';
import type { EventArguments } from '../../../src/core/traces/timeline/argument-reader';
import type { Outcome, Source } from '../../../src/protocol/analysis';
import { openFile, type OpenTrace, traceIn } from '../../../src/worker/open-file';
import { openRanks } from '../../../src/worker/open-ranks';
import { timelineHandlers } from '../../../src/worker/timeline';

const event = (at: number) => ({ ph: 'X', name: 'k', ts: at, dur: 1, pid: 1, tid: 1, args: { at } });
const TEXT = JSON.stringify({ traceEvents: Array.from({ length: 6000 }, (_, at) => event(at)) });
const ROW = 5500;
/** An event with as much in it is passed over. */
const LONG = 'x'.repeat(LONGEST + 2 ** 21);
const FOUND = { ok: true, value: { row: ROW, arguments: [['at', `${ROW}`]] } };

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattlens-arguments-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const ask = async (trace: OpenTrace): Promise<Outcome<EventArguments | undefined>> =>
  timelineHandlers(
    () => trace,
    () => undefined,
    () => undefined,
  ).timelineArguments(ROW);
const openTrace = async (source: Source): Promise<OpenTrace> =>
  traceIn(await openFile(source, () => undefined));
const written = async (
  name: string,
  bytes: string | Uint8Array,
): Promise<Source & { readonly path: string }> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return { kind: 'file', name, path };
};

describe('the arguments of an event', () => {
  it('come from a file, plain, packed or in UTF-16, from a text of the editor, or from bytes without a path', async () => {
    const packed = gzipSync(TEXT);
    const sources: readonly Source[] = [
      await written('plain.json', TEXT),
      await written('packed.json.gz', packed),
      await written('utf16.json', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')),
      await written('unmarked.json', Buffer.from(TEXT, 'utf16le')),
      await written('long.json', TEXT.replace('{"ph":"X","name":"k","ts":5490', `{"x":"${LONG}"},$&`)),
      { kind: 'text', name: 'open.json', text: TEXT },
      { kind: 'bytes', name: 'memory.json', bytes: new TextEncoder().encode(TEXT) },
      { kind: 'bytes', name: 'memory.json.gz', bytes: packed },
    ];
    for (const source of sources) assert.deepEqual(await ask(await openTrace(source)), FOUND, source.name);
  });

  it('come from the file of the rank that is shown', async () => {
    const other = TEXT.replaceAll('"at":', '"rank":');
    const files = [await written('rank0.json', TEXT), await written('rank1.json', other)];
    const [first, second] = await openRanks({ kind: 'ranks', name: 'ranks', files }, () => undefined);
    assert.deepEqual(await ask(first ?? assert.fail()), FOUND);
    const answer = await ask(second ?? assert.fail());
    assert.deepEqual(answer.ok && answer.value?.arguments, [['rank', `${ROW}`]]);
  });

  it('do not come from a file that is another now, or gone, which is said', async () => {
    const source = await written('changed.json', TEXT);
    const trace = await openTrace(source);
    await utimes(source.path, new Date(0), new Date(0));
    const said = async (): Promise<string> => {
      const answer = await ask(trace);
      return answer.ok ? 'nothing' : answer.fault.message;
    };
    assert.equal(await said(), 'the file has changed since it was read; open it again');
    await rm(source.path);
    assert.equal(await said(), 'the file is no longer where it was read');
  });

  it('come with progress where the file is packed', async () => {
    const told: number[] = [];
    const trace = await openTrace(await written('told.json.gz', gzipSync(TEXT)));
    const handlers = timelineHandlers(
      () => trace,
      () => undefined,
      (fraction) => told.push(fraction),
    );
    assert.deepEqual(await handlers.timelineArguments(ROW), FOUND);
    assert.ok(told.length >= 1 && told.every((fraction) => fraction > 0 && fraction <= 1), `${told}`);
    assert.deepEqual(await handlers.timelineCancelArguments(), { ok: true, value: undefined });
  });
});
