import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PbfWriter } from 'pbf';
import { Problem } from '../../../src/core/problem';
import { analyse } from '../../../src/core/traces/analysis/registry';
import { readTrace } from '../../../src/core/traces/read';
import { SliceKind } from '../../../src/core/traces/slice-kind';
import { toWorkload } from '../../../src/core/traces/to-workload';
import { showWritten } from '../../../src/core/traces/written/value';
import { inPieces } from '../../support/read-text';
import { rereading } from '../../support/reread';

/** A message built by writing its fields. */
const message = (write: (pbf: PbfWriter) => void): ((value: undefined, pbf: PbfWriter) => void) => {
  return (_, pbf) => {
    write(pbf);
  };
};

/** A statistic by the id of its name. */
const stat = (id: number, write: (pbf: PbfWriter) => void) =>
  message((pbf) => {
    pbf.writeVarintField(1, id);
    write(pbf);
  });

const named = (id: number, name: string, displayName = '', flops?: number) =>
  message((entry) => {
    entry.writeVarintField(1, id);
    entry.writeMessage(
      2,
      message((value) => {
        value.writeVarintField(1, id);
        value.writeStringField(2, name);
        if (displayName !== '') value.writeStringField(4, displayName);
        if (flops !== undefined)
          value.writeMessage(
            5,
            stat(10, (pbf) => pbf.writeVarintField(3, flops)),
            undefined,
          );
      }),
      undefined,
    );
  });

const STATS = [
  stat(11, (pbf) => pbf.writeVarintField(4, -7)),
  stat(12, (pbf) => pbf.writeVarintField(7, 13)),
  stat(14, (pbf) => pbf.writeDoubleField(2, 0.25)),
  stat(15, (pbf) => pbf.writeBytesField(6, Uint8Array.of(1, 2, 3))),
  stat(16, (pbf) => pbf.writeVarintField(3, 77)),
];
const STAT_NAMES = [
  [9, 'device_type_string'],
  [10, 'flops'],
  [11, 'offset'],
  [12, 'kind'],
  [13, 'all-reduce'],
  [14, 'share'],
  [15, 'blob'],
  [16, 'correlation_id'],
] as const;

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
                if (id === 2) for (const own of STATS) event.writeMessage(4, own, undefined);
              }),
              undefined,
            );
          }
        }),
        undefined,
      );
      plane.writeMessage(4, named(1, '%fusion.1 = f32[8] fusion()', 'fusion.1'), undefined);
      plane.writeMessage(4, named(2, 'all-reduce.2', '', 2 ** 40), undefined);
      for (const [id, name] of STAT_NAMES) plane.writeMessage(5, named(id, name), undefined);
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

test('an event is read again with its statistics and those of its name', async () => {
  const { fields, trace } = await rereading(space());
  const shown = async (row: number) => {
    const found = (await fields({ table: 'slices', row })) ?? [];
    return found.map(({ key, value }) => `${key}=${showWritten(value)}`);
  };
  assert.deepEqual(await shown(0), ['name=%fusion.1 = f32[8] fusion()']);
  assert.deepEqual(await shown(1), [
    'offset=-7',
    'kind=all-reduce',
    'share=0.25',
    'blob=3 bytes',
    'correlation_id=77',
    `flops=${2 ** 40}`,
  ]);
  assert.equal(trace.slices.args.correlation.get(1), 77);
  await assert.rejects(fields({ table: 'slices', row: 2 }), /was not found again/);
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

test('a protobuf cut off is refused where the names of its events are lost', async () => {
  await assert.rejects(
    readTrace(inPieces(space().slice(0, 60))),
    (error) => error instanceof Problem && /cut off before the names/.test(error.message),
  );
});

interface HostEvent {
  readonly name: string;
  /** Microseconds. */
  readonly from: number;
  readonly to: number;
  readonly shown?: string;
  readonly stats?: readonly (readonly [id: number, value: number | string])[];
}

const HOST_STATS = [
  [1, 'step_num'],
  [2, 'hlo_op'],
  [3, 'correlation_id'],
] as const;

/** A host without a device, with its threads: as JAX and TensorFlow record a program that runs on a CPU. */
const host = (threads: readonly (readonly [name: string, events: readonly HostEvent[]])[]): Uint8Array => {
  const pbf = new PbfWriter();
  const names = threads.flatMap(([, events]) => events);
  pbf.writeMessage(
    1,
    message((plane) => {
      plane.writeStringField(2, '/host:CPU');
      for (const [thread, events] of threads)
        plane.writeMessage(
          3,
          message((line) => {
            line.writeStringField(2, thread);
            for (const event of events)
              line.writeMessage(
                4,
                message((into) => {
                  into.writeVarintField(1, names.indexOf(event) + 1);
                  into.writeVarintField(2, event.from * 1e6);
                  into.writeVarintField(3, (event.to - event.from) * 1e6);
                  for (const [id, value] of event.stats ?? [])
                    into.writeMessage(
                      4,
                      stat(id, (to) =>
                        typeof value === 'number'
                          ? to.writeVarintField(4, value)
                          : to.writeStringField(5, value),
                      ),
                      undefined,
                    );
                }),
                undefined,
              );
          }),
          undefined,
        );
      names.forEach(({ name, shown }, i) => plane.writeMessage(4, named(i + 1, name, shown), undefined));
      for (const [id, name] of HOST_STATS) plane.writeMessage(5, named(id, name), undefined);
    }),
    undefined,
  );
  return pbf.finish();
};

const span = (name: string, from: number, to: number, more: Partial<HostEvent> = {}): HostEvent => ({
  name,
  from,
  to,
  ...more,
});

const onCpu = (): Uint8Array =>
  host([
    [
      'python',
      [
        span('train', 0, 100, { stats: [[1, 4]] }),
        span('$train.py:12 step', 1, 99),
        span('PjitFunction(step)', 2, 30),
        span('ParseArguments', 3, 4),
        span('train', 100, 160, { stats: [[1, 5]] }),
      ],
    ],
    [
      'tf_XLAEigen/1',
      [
        span('ThreadpoolListener::StartRegion', 30, 30),
        span('dot.3', 30, 70, { stats: [[2, 'dot.3']] }),
        span('gradients/MatMul:_MklMatMul', 110, 120, { shown: '_MklMatMul' }),
        span('cuLaunchKernel', 120, 125, { stats: [[3, 9]] }),
      ],
    ],
  ]);

test('without a device, operations of compiled programs are operators of the host', async () => {
  const trace = await readTrace(inPieces(onCpu(), 5));
  assert.deepEqual(Array.from(trace.slices.kind), [
    SliceKind.annotation,
    SliceKind.python,
    SliceKind.operator,
    SliceKind.other,
    SliceKind.annotation,
    SliceKind.overhead,
    SliceKind.operator,
    SliceKind.operator,
    SliceKind.runtime,
  ]);
  const { steps, stacks, temporal } = analyse(trace, 'all', ['steps', 'stacks', 'temporal']);
  assert.deepEqual(
    steps?.steps.map(({ number, seconds, host: inOperators }) => [number, seconds, inOperators]),
    [
      [4, 100e-6, 68e-6],
      [5, 60e-6, 10e-6],
    ],
  );
  assert.deepEqual(
    stacks?.lines.map(({ file, line, function: called }) => [file, line, called]),
    [['train.py', 12, 'step']],
  );
  assert.equal(temporal, undefined);
  assert.deepEqual(
    toWorkload([trace]).phases[0]?.operators.map(({ name, category }) => [name, category]),
    [
      ['dot.3', 'linear'],
      ['PjitFunction(step)', 'other'],
      ['_MklMatMul', 'linear'],
    ],
  );
});

test('of a plane that is cut off, events whose name is there are shown', async () => {
  const whole = onCpu();
  const end = Buffer.from(whole).lastIndexOf('ThreadpoolListener');
  const trace = await readTrace(inPieces(whole.slice(0, end)));
  const names = Array.from(trace.slices.name, (id) => trace.strings.text(id));
  assert.deepEqual(names, ['train', '$train.py:12 step', 'PjitFunction(step)', 'ParseArguments', 'train']);
  assert.equal(trace.truncated?.atByte, end);
  const { fields } = await rereading(whole.slice(0, end));
  assert.notEqual(await fields({ table: 'slices', row: 4 }), undefined);
});
