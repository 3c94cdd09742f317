import type { Trace, Track } from '../../../src/core/traces/columns';
import { SliceKind } from '../../../src/core/traces/slice-kind';
import { traceOf } from '../../support/trace-of';

/** An operator of a training run on the host, with what is inside it and what it launches; nanoseconds. */
const DEPTHS = 8;
const STREAMS = 4;
const EACH = 40_000;

const NAMES = [
  ...Array.from({ length: DEPTHS }, (_, depth) => `model/layer_${depth}.py(${10 * depth + 7}): forward`),
  ...['aten::linear', 'aten::addmm', 'aten::mul', 'aten::layer_norm', 'cudaLaunchKernel'],
  ...Array.from(
    { length: 60 },
    (_, i) => `void cutlass::Kernel2<cutlass_80_tensorop_bf16_s16816gemm_relu_${i}>`,
  ),
  'ncclDevKernel_AllReduce_Sum_bf16_RING_LL',
];
const LAUNCH = NAMES.indexOf('cudaLaunchKernel');
const KERNELS = LAUNCH + 1;

/** Numbers that look random and are the same in every run. */
const numbers = (): (() => number) => {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x8000_0000;
  };
};

/** So many events on a host thread eight levels deep and on four streams, in the order in which they happen. */
export const manyEvents = (length: number): Trace => {
  const random = numbers();
  const start = new Float64Array(length);
  const duration = new Float64Array(length);
  const name = new Uint32Array(length);
  const track = new Uint32Array(length);
  const kind = new Uint8Array(length);
  let row = 0;
  const push = (at: number, long: number, of: number, on: number, what: number): void => {
    if (row >= length) return;
    start[row] = Math.round(at);
    duration[row] = Math.round(long);
    name[row] = of + 1;
    track[row] = on;
    kind[row++] = what;
  };
  for (let n = 0; row < length; n++) {
    // Some stretches are idle, so that not every pixel is the same.
    const from = n * EACH + (n % 997 === 0 ? 0 : random() * 4000);
    const long = EACH * (0.4 + 0.5 * random());
    for (let depth = 0; depth < DEPTHS; depth++) {
      const isPython = depth < 4;
      push(
        from + depth * 300,
        long - depth * 700,
        isPython ? depth : DEPTHS + ((n + depth) % 4),
        0,
        isPython ? SliceKind.python : SliceKind.operator,
      );
    }
    push(from + DEPTHS * 300, 3000, LAUNCH, 0, SliceKind.runtime);
    push(from + 15_000, 2000 + random() * 20_000, KERNELS + (n % 61), 1 + (n % STREAMS), SliceKind.kernel);
  }
  const end = Math.max(1, ...start.subarray(Math.max(0, length - 20)));
  const evenly = (count: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => (i * end) / count);
  const [samples, marks, requests] = [length / 10, length / 100, length / 100].map(Math.floor);
  const empty = traceOf([]);
  const tracks: readonly Track[] = [
    { pid: '1', tid: '1', processName: 'python3', processLabels: 'CPU' },
    ...Array.from({ length: STREAMS }, (_, stream) => ({
      pid: '0',
      tid: String(stream),
      processName: 'python3',
      processLabels: 'GPU 0',
      threadName: `stream ${stream}`,
    })),
  ];
  const texts = ['', ...NAMES];
  return {
    ...empty,
    events: length,
    strings: {
      size: texts.length,
      text: (id) => texts[id] ?? '',
      find: (text) => (texts.includes(text) ? texts.indexOf(text) : undefined),
    },
    tracks,
    counters: {
      length: samples ?? 0,
      time: evenly(samples ?? 0),
      track: new Uint32Array(samples ?? 0),
      name: new Uint32Array(samples ?? 0).fill(1),
      series: new Uint32Array(samples ?? 0).map((_, i) => 1 + (i % 2)),
      value: new Float64Array(samples ?? 0).map(random),
    },
    instants: {
      length: marks ?? 0,
      time: evenly(marks ?? 0),
      track: new Uint32Array(marks ?? 0),
      name: new Uint32Array(marks ?? 0).fill(1),
      category: new Uint32Array(marks ?? 0),
    },
    // Each request begins where the last but one ends.
    flows: {
      length: 2 * (requests ?? 0),
      time: evenly(2 * (requests ?? 0)),
      track: new Uint32Array(2 * (requests ?? 0)),
      name: new Uint32Array(2 * (requests ?? 0)).fill(2),
      category: new Uint32Array(2 * (requests ?? 0)).fill(2),
      phase: new Uint8Array(2 * (requests ?? 0)).map((_, i) => (i % 4 < 2 ? 'b' : 'e').charCodeAt(0)),
      id: new Float64Array(2 * (requests ?? 0)).map((_, i) => Math.floor(i / 4) * 2 + (i % 2)),
    },
    slices: {
      ...empty.slices,
      length,
      start,
      duration,
      name,
      track,
      kind,
      category: new Uint32Array(length),
    },
  };
};
