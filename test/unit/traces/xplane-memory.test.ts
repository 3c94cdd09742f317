import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PbfWriter } from 'pbf';
import { tracePage } from '../../../src/core/report/pages/registry';
import { memory } from '../../../src/core/traces/analysis/memory';
import { select } from '../../../src/core/traces/analysis/windows';
import type { Trace } from '../../../src/core/traces/columns';
import { readTrace } from '../../../src/core/traces/read';
import { counterTracks } from '../../../src/core/traces/timeline/counter-series';
import { inPieces } from '../../support/read-text';

type Write = (pbf: PbfWriter) => void;

const field = (pbf: PbfWriter, tag: number, write: Write): void => {
  pbf.writeMessage(tag, (_: undefined, inner: PbfWriter) => write(inner), undefined);
};

interface Event {
  readonly name: string;
  /** Microseconds. */
  readonly at: number;
  readonly lasts?: number;
  readonly stats?: Readonly<Record<string, number | string>>;
}

/** One thread of TensorFlow's host. */
const traceOf = (events: readonly Event[]): Promise<Trace> => {
  const names = [...new Set(events.map(({ name }) => name))];
  const stats = [...new Set(events.flatMap((event) => Object.keys(event.stats ?? {})))];
  const pbf = new PbfWriter();
  field(pbf, 1, (plane) => {
    plane.writeVarintField(1, 1);
    plane.writeStringField(2, '/host:CPU');
    field(plane, 3, (line) => {
      line.writeVarintField(1, 7);
      line.writeStringField(2, 'tf_Compute/7');
      for (const event of events)
        field(line, 4, (written) => {
          written.writeVarintField(1, names.indexOf(event.name) + 1);
          written.writeVarintField(2, event.at * 1e6);
          written.writeVarintField(3, (event.lasts ?? 0) * 1e6);
          for (const [name, value] of Object.entries(event.stats ?? {}))
            field(written, 4, (stat) => {
              stat.writeVarintField(1, stats.indexOf(name) + 1);
              if (typeof value === 'string') stat.writeStringField(5, value);
              else stat.writeVarintField(4, value);
            });
        });
    });
    for (const [tag, texts] of [
      [4, names],
      [5, stats],
    ] as const)
      texts.forEach((text, place) =>
        field(plane, tag, (entry) => {
          entry.writeVarintField(1, place + 1);
          field(entry, 2, (value) => {
            value.writeVarintField(1, place + 1);
            value.writeStringField(2, text);
          });
        }),
      );
  });
  return readTrace(inPieces(pbf.finish(), 11), { name: 'host.xplane.pb' });
};

const changed = (
  name: 'MemoryAllocation' | 'MemoryDeallocation',
  at: number,
  addr: number,
  bytes: number,
  allocated: number,
  more: Readonly<Record<string, number | string>> = {},
): Event => ({
  name,
  at,
  stats: {
    allocator_name: 'GPU_0_bfc',
    allocation_bytes: bytes,
    requested_bytes: bytes - 1,
    bytes_allocated: allocated,
    bytes_reserved: 0,
    addr,
    ...more,
  },
});

const EVENTS: readonly Event[] = [
  { name: 'model/MatMul:MatMul', at: 0, lasts: 10 },
  changed('MemoryAllocation', 2, 0x1000, 1024, 5120, { tf_op: 'model/MatMul', region_type: 'output' }),
  changed('MemoryAllocation', 4, 0x2000, 512, 5632, { tf_op: 'model/MatMul', region_type: 'temp' }),
  changed('MemoryDeallocation', 8, 0x2000, 512, 5120, { tf_op: '(null)', region_type: '(null)' }),
  { name: 'model/Relu:Relu', at: 20, lasts: 10 },
  changed('MemoryAllocation', 22, 0x3000, 2048, 7168, { tf_op: '(null)' }),
  changed('MemoryAllocation', 24, 0x4000, 256, 256, { allocator_name: 'gpu_host_bfc', bytes_reserved: 4096 }),
  changed('MemoryDeallocation', 28, 0x1000, 1024, 6144),
];

test("what TensorFlow's allocators write is memory over time, and who holds the peak", async () => {
  const reports = memory.run(select(await traceOf(EVENTS), 'all')) ?? [];
  assert.deepEqual(
    reports.map(({ device, events }) => [device, events]),
    [
      ['GPU_0_bfc', 5],
      ['gpu_host_bfc', 1],
    ],
  );
  const [gpu, host] = reports;
  assert.deepEqual(gpu?.allocated, [5120, 5632, 5120, 7168, 6144]);
  // What the allocator does not count is not 0.
  assert.equal(gpu?.peakReserved, undefined);
  assert.equal(host?.peakReserved, 4096);
  assert.deepEqual(gpu?.peak, {
    bytes: 7168,
    time: 22e-6,
    holders: [
      // Nobody is told: the operator around it on its thread.
      { operator: 'model/Relu:Relu', bytes: 2048, blocks: 1 },
      { operator: 'model/MatMul', region: 'output', bytes: 1024, blocks: 1 },
    ],
    before: 4096,
  });
  const rows = new Map(gpu?.operators.map((row) => [row.name, row]));
  assert.equal(rows.get('model/MatMul:MatMul')?.allocated, 1536);
  assert.equal(rows.get('model/MatMul:MatMul')?.increase, 1024);
});

test('the page Memory and the timeline show it by allocator', async () => {
  const trace = await traceOf(EVENTS);
  const page = JSON.stringify(tracePage(select(trace, 'all'), 'memory').blocks);
  assert.match(page, /GPU_0_bfc: who holds the peak/);
  assert.match(page, /"As".*"output"/);
  assert.match(page, /4\.10 kB of the peak were allocated before the trace began/);
  assert.deepEqual(
    counterTracks(trace, 30_000).map(({ title }) => title),
    ['GPU_0_bfc memory allocated', 'gpu_host_bfc memory allocated', 'gpu_host_bfc memory reserved'],
  );
});

test('an event that does not say how many bytes, or of which allocator, is none of memory', async () => {
  const trace = await traceOf([
    { name: 'model/Relu:Relu', at: 0, lasts: 10 },
    { name: 'MemoryAllocation', at: 1, stats: { allocator_name: 'cpu' } },
    { name: 'MemoryAllocation', at: 2, stats: { allocation_bytes: 64, bytes_allocated: 64 } },
  ]);
  assert.equal(trace.memory.length, 0);
  assert.equal(memory.run(select(trace, 'all')), undefined);
});
