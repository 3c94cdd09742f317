import { PbfWriter } from 'pbf';

const ids = (n: number): string => `[${n},${n + 100},0,4,4,"cpu"]`;

/** A node as PyTorch's ExecutionTraceObserver prints it; `more` are fields that chakra_trace_link adds. */
const node = (
  id: number,
  name: string,
  parent: number,
  {
    shapes = [],
    types = [],
    attributes = [],
    scope = 0,
    ...more
  }: {
    readonly shapes?: readonly (readonly number[])[];
    readonly types?: readonly string[];
    readonly attributes?: readonly (readonly [name: string, type: string, value: string | number])[];
    readonly scope?: number;
    readonly ts?: number;
    readonly inclusive_dur?: number;
    readonly cat?: string;
    readonly stream?: number;
  } = {},
): string => {
  const all = [['scope', 'uint64', scope] as const, ['tid', 'uint64', 1] as const, ...attributes];
  const added = Object.entries(more).map(([key, value]) => `, "${key}": ${JSON.stringify(value)}`);
  return `{"id": ${id}, "name": "${name}", "ctrl_deps": ${parent},
    "inputs": {"values": [${shapes.map((_, i) => ids(id * 10 + i)).join(',')}], "shapes": ${JSON.stringify(shapes)}, "types": ${JSON.stringify(types)}},
    "outputs": {"values": [], "shapes": [], "types": []},
    "attrs": ${JSON.stringify(all.map(([key, type, value]) => ({ name: key, type, value })))}${added.join('')}}`;
};

const HEADER = '"schema": "1.1.1-chakra.0.0.4", "pid": 9, "time": "2026-01-01 00:00:00", "start_ts": 1000';
const PRODUCT = {
  shapes: [
    [512, 256],
    [256, 128],
  ],
  types: ['Tensor(c10::BFloat16)', 'Tensor(c10::BFloat16)'],
} as const;

const document = (nodes: readonly string[]): string =>
  `{\n  ${HEADER},\n  "nodes": [\n    ${nodes.join(',\n    ')}\n  ],\n  "finish_ts": 3500\n}`;

/** What the observer writes on its own: calls inside calls, no times. */
export const OBSERVED = document([
  node(2, '[pytorch|profiler|execution_trace|thread]', 1, { scope: 7 }),
  node(4, 'aten::mm', 3, PRODUCT),
  node(3, 'aten::matmul', 2, PRODUCT),
  node(5, 'forward', 2, { scope: 7 }),
  node(1, '[pytorch|profiler|execution_trace|process]', 1, { scope: 7 }),
]);

/** The same after chakra_trace_link: times, and the kernels that the operators launched. */
export const LINKED = document([
  node(2, '[pytorch|profiler|execution_trace|thread]', 1, { scope: 7 }),
  node(4, 'aten::mm', 3, { ...PRODUCT, ts: 1_000_000_010.5, inclusive_dur: 30 }),
  node(3, 'aten::matmul', 2, { ...PRODUCT, ts: 1_000_000_000.5, inclusive_dur: 50 }),
  node(6, 'nvjet_gemm', 4, { ts: 1_000_000_100.5, inclusive_dur: 200, cat: 'kernel', stream: 7 }),
  node(7, 'Memcpy HtoD (Pinned -> Device)', 3, {
    ts: 1_000_000_310.5,
    inclusive_dur: 20,
    cat: 'gpu_memcpy',
    stream: 7,
  }),
  node(1, '[pytorch|profiler|execution_trace|process]', 1, { scope: 7 }),
]);

type Written = (value: undefined, pbf: PbfWriter) => void;
const message =
  (write: (pbf: PbfWriter) => void): Written =>
  (_, pbf) =>
    write(pbf);

const attribute = (pbf: PbfWriter, tag: number, name: string, field: number, value: string | number): void =>
  pbf.writeMessage(
    tag,
    message((to) => {
      to.writeStringField(1, name);
      if (typeof value === 'string') to.writeStringField(field, value);
      else to.writeVarintField(field, value);
    }),
    undefined,
  );

/** As chakra_converter writes: durations in whole microseconds, dependencies, no start times; on two streams. */
export const converted = (): Uint8Array => {
  const messages: Uint8Array[] = [];
  const add = (write: (pbf: PbfWriter) => void): void => {
    const pbf = new PbfWriter();
    write(pbf);
    messages.push(pbf.finish().slice());
  };
  add((pbf) => attribute(pbf, 2, 'schema', 29, '1.1.1-chakra.0.0.4'));
  for (const [id, name, type, duration, on, depends, stream] of [
    [3, 'aten::mm', 4, 30, 'host', [], 0],
    [6, 'nvjet_gemm', 4, 200, 'device', [3], 7],
    [8, 'ncclDevKernel_AllReduce_Sum_bf16_RING_LL', 7, 100, 'device', [3, 6], 20],
    [9, 'elementwise_kernel', 4, 40, 'device', [6], 7],
  ] as const)
    add((pbf) => {
      pbf.writeVarintField(1, id);
      pbf.writeStringField(2, name);
      pbf.writeVarintField(3, type);
      pbf.writePackedVarint(4, depends.slice(0, 1));
      pbf.writePackedVarint(5, depends.slice(1));
      pbf.writeVarintField(7, duration);
      if (on === 'host')
        pbf.writeMessage(
          8,
          message((to) => {
            to.writeStringField(1, '[[1, 2, 0, 4, 4], [2, 3, 0, 4, 4]]');
            to.writeStringField(2, '[[512, 256], [256, 128]]');
            to.writeStringField(3, "['Tensor(c10::BFloat16)', 'Tensor(c10::BFloat16)']");
          }),
          undefined,
        );
      attribute(pbf, 10, 'is_cpu_op', 27, on === 'host' ? 1 : 0);
      attribute(pbf, 10, 'stream', 9, stream);
      if (type === 7) {
        attribute(pbf, 10, 'comm_type', 9, 0);
        attribute(pbf, 10, 'comm_size', 9, 1_000_000);
      }
    });
  const pbf = new PbfWriter();
  for (const one of messages) pbf.writeBytes(one);
  return pbf.finish();
};
