import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Trace } from '../../../src/core/traces/columns';
import { readTrace } from '../../../src/core/traces/read';
import { toWorkload } from '../../../src/core/traces/to-workload';
import { isDeviceWork } from '../../../src/core/traces/slice-kind';
import { openBytes } from '../../../src/io/open-bytes';
import { sharedPath, skipUnlessShared } from '../../support/shared';

interface Event {
  readonly ph?: string;
  readonly name?: string;
  readonly cat?: string;
  readonly ts?: number;
  readonly dur?: number;
  readonly args?: Readonly<Record<string, unknown>> | undefined;
}

const skip = skipUnlessShared('traces');
const found = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'malformed' || name === 'index.json') return [];
    return statSync(path).isDirectory() ? found(path) : /\.json(\.gz)?$/.test(name) ? [path] : [];
  });

/** The complete events as JSON.parse has them; torch 2.14 writes some files that it refuses. */
const parsed = (path: string): readonly Event[] => {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const document = JSON.parse(text) as { readonly traceEvents: readonly Event[] } | readonly Event[];
  const events = 'traceEvents' in document ? document.traceEvents : document;
  return events.filter(({ ph }) => ph === 'X');
};

/** Every complete event, column by column, against the object. */
const compare = (trace: Trace, events: readonly Event[]): void => {
  const { slices, strings } = trace;
  const origin = Number(trace.originNanoseconds / 1000n);
  const text = (value: unknown): string => (value === undefined ? '' : String(value));
  for (const [row, event] of events.entries()) {
    const start = origin + (slices.start[row] ?? NaN) / 1000;
    assert.ok(Math.abs(start - Number(event.ts)) <= 0.25, `row ${row}: start ${start}, ${event.ts}`);
    assert.ok(
      Math.abs((slices.duration[row] ?? NaN) / 1000 - Number(event.dur)) < 1e-6,
      `row ${row}: ${event.dur}`,
    );
    assert.equal(strings.text(slices.name[row] ?? 0), text(event.name));
    assert.equal(strings.text(slices.category[row] ?? 0), text(event.cat));
    const args = event.args ?? {};
    assert.equal(slices.args.correlation.get(row), args['correlation'] ?? undefined);
    assert.equal(slices.args.externalId.get(row), args['External id'] ?? args['external id'] ?? undefined);
    if (args['Input Dims'] !== undefined) {
      assert.deepEqual(JSON.parse(strings.text(slices.args.inputDims.or(row, 0))), args['Input Dims']);
    }
  }
};

test('every trace reads as JSON.parse reads it', { skip }, async (suite) => {
  for (const path of found(sharedPath('traces'))) {
    await suite.test(path.slice(sharedPath('traces').length + 1), async () => {
      const trace = await readTrace(openBytes(path), { name: path });
      const events = parsed(path);
      // Begin/end pairs stand among the complete events, so rows of such traces do not go by number.
      if (events.length === trace.slices.length) compare(trace, events);
      else assert.ok(events.length < trace.slices.length);
      const device = trace.slices.duration.filter((_, row) => isDeviceWork(trace.slices.kind[row] ?? 0));
      const total = device.reduce((sum, duration) => sum + (Number.isNaN(duration) ? 0 : duration), 0) / 1e9;
      const workload = toWorkload([trace]);
      const seconds = (workload.phases[0]?.operators ?? []).reduce(
        (sum, { measured }) => sum + (measured?.deviceSeconds ?? 0),
        0,
      );
      assert.ok(Math.abs(seconds * (workload.source.deviceCount ?? 1) - total) <= 1e-9 * total);
    });
  }
});
