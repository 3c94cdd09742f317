import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PbfWriter } from 'pbf';
import { Problem } from '../../../src/core/problem';
import { analyse } from '../../../src/core/traces/analysis/registry';
import { readTrace } from '../../../src/core/traces/read';
import { inPieces } from '../../support/read-text';

/** A message built by writing its fields. */
const message = (write: (pbf: PbfWriter) => void): ((value: undefined, pbf: PbfWriter) => void) => {
  return (_, pbf) => {
    write(pbf);
  };
};

const named = (id: number, name: string, displayName = '') =>
  message((entry) => {
    entry.writeVarintField(1, id);
    entry.writeMessage(
      2,
      message((value) => {
        value.writeVarintField(1, id);
        value.writeStringField(2, name);
        if (displayName !== '') value.writeStringField(4, displayName);
      }),
      undefined,
    );
  });

/** One TPU with a line of operations: 30 µs of a fusion, 10 µs idle, 20 µs of an all-reduce. */
const space = (): Uint8Array => {
  const pbf = new PbfWriter();
  pbf.writeMessage(
    1,
    message((plane) => {
      plane.writeVarintField(1, 2);
      plane.writeStringField(2, '/device:TPU:0');
      plane.writeMessage(
        3,
        message((line) => {
          line.writeVarintField(1, 3);
          line.writeStringField(2, 'XLA Ops');
          line.writeVarintField(3, 1_000_000_000_123);
          for (const [id, offset, duration] of [
            [1, 0, 30e6],
            [2, 40e6, 20e6],
          ] as const) {
            line.writeMessage(
              4,
              message((event) => {
                event.writeVarintField(1, id);
                event.writeVarintField(2, offset);
                event.writeVarintField(3, duration);
              }),
              undefined,
            );
          }
        }),
        undefined,
      );
      plane.writeMessage(4, named(1, '%fusion.1 = f32[8] fusion()', 'fusion.1'), undefined);
      plane.writeMessage(4, named(2, 'all-reduce.2'), undefined);
      plane.writeMessage(5, named(9, 'device_type_string'), undefined);
      plane.writeMessage(
        6,
        message((stat) => {
          stat.writeVarintField(1, 9);
          stat.writeStringField(5, 'TPU v5 lite');
        }),
        undefined,
      );
    }),
    undefined,
  );
  return pbf.finish();
};

test('an XSpace message is a trace of its devices', async () => {
  const trace = await readTrace(inPieces(space(), 7), { name: 't.xplane.pb' });
  assert.equal(trace.format, 'xplane');
  assert.equal(trace.events, 2);
  assert.equal(trace.originNanoseconds + BigInt(trace.slices.start[0] ?? 0), 1_000_000_000_123n);
  assert.deepEqual(trace.metadata.devices, [{ id: 0, name: 'TPU v5 lite' }]);
  const { temporal, kernels } = analyse(trace);
  assert.equal(temporal?.kernelTime, 60e-6);
  assert.ok(Math.abs(temporal.idle - 10e-6) < 1e-15);
  assert.deepEqual(
    kernels?.map(({ name, type, sum }) => [name, type, sum]),
    [
      ['fusion.1', 'COMPUTATION', 30e-6],
      ['all-reduce.2', 'COMMUNICATION', 20e-6],
    ],
  );
});

test('a protobuf that went through a text decoder is refused with the reason', async () => {
  const lost = Buffer.from(
    Buffer.from([10, 0xff, 0x01, 8, 2, ...space().subarray(4)]).toString('utf8'),
    'utf8',
  );
  await assert.rejects(
    readTrace(inPieces(lost)),
    (error) => error instanceof Problem && /saved as text/.test(error.message),
  );
});

test('a protobuf cut off is refused with a sentence', async () => {
  await assert.rejects(readTrace(inPieces(space().slice(0, 60))), Problem);
});
