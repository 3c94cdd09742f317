import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import { Cancelled } from '../../../src/core/traces/faults';
import { readTrace } from '../../../src/core/traces/read';
import { encodeUtf8 } from '../../../src/core/traces/scan/text';

const EVENT = encodeUtf8(
  '{"ph":"X","cat":"cpu_op","name":"aten::mm","pid":1,"tid":2,"ts":10,"dur":5},'.repeat(500),
);
const SOME = 20;
const FAR_TOO_MANY = 10_000;

test('cancelling stops reading: nothing more is asked of the source, and it is closed', async () => {
  const signal = new AbortController();
  let asked = 0;
  let askedBefore = 0;
  let closed = false;
  const abort = (): void => {
    askedBefore = asked;
    signal.abort();
  };
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      yield encodeUtf8('[');
      for (; asked < FAR_TOO_MANY; asked++) {
        // As a file does: the answer comes in a later turn of the event loop, so that others have theirs.
        await setImmediate();
        if (asked === SOME) setTimeout(abort);
        yield EVENT;
      }
    } finally {
      closed = true;
    }
  }
  await assert.rejects(readTrace(endless(), { signal: signal.signal }), Cancelled);
  assert.ok(askedBefore >= SOME, 'nothing was read before');
  assert.ok(asked - askedBefore <= 1, `${asked - askedBefore} chunks were read afterwards`);
  assert.ok(closed, 'the source is still open');
});
