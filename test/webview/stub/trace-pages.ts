/** The pages of the stub's trace, laid out by the core from results written by hand. */
import { catalogue } from '../../../src/core/hardware/catalogue';
import { findAccelerator } from '../../../src/core/hardware/find';
import { notRecorded } from '../../../src/core/traces/not-recorded';
import type { PageId, TracePage } from '../../../src/core/report/pages/page';
import { PAGES } from '../../../src/core/report/pages/registry';
import type { AnalysisResults } from '../../../src/core/traces/analysis/registry';
import type { StackFrame } from '../../../src/core/traces/analysis/stacks';
import type { ModuleReport } from '../../../src/core/traces/analysis/modules';
import type { StepReport } from '../../../src/core/traces/analysis/steps';

const GEMM =
  'sm90_xmma_gemm_bf16bf16_bf16f32_f32_tn_n_tilesize128x128x64_warpgroupsize1x1x1_execute_segment_k_off_kernel__5x_cublas';
const ATTENTION = 'flash_bwd_dq_dk_dv_loop_seqk_parallel_kernel';
const ALL_REDUCE = 'ncclDevKernel_AllReduce_Sum_bf16_RING_LL';

const described = (p50: number, min: number, max: number) => ({
  count: 1000,
  mean: p50,
  stddev: p50 / 4,
  min,
  p25: (min + p50) / 2,
  p50,
  p75: (p50 + max) / 2,
  max,
});

const kernel = (name: string, type: string, count: number, sum: number) => ({
  name,
  type,
  count,
  sum,
  mean: sum / count,
  min: (sum / count) * 0.9,
  max: (sum / count) * 1.2,
  ...(count === 1 ? {} : { stddev: (sum / count) * 0.05 }),
});

const product = (
  name: string,
  inputShapes: string,
  calls: number,
  seconds: number,
  flops: number,
  bytes: number,
) => ({
  name,
  inputShapes,
  calls,
  seconds,
  flops,
  bytes,
  dtype: 'bf16' as const,
  onDevice: true,
  flopsPerSecond: flops / seconds,
  intensity: flops / bytes,
});

const operator = (
  name: string,
  calls: number,
  host: readonly [self: number, total: number],
  device: readonly [self: number, total: number],
) => ({
  name,
  calls,
  hostSelf: host[0],
  hostTotal: host[1],
  deviceSelf: device[0],
  deviceTotal: device[1],
  tensorCoreSelf: name === 'aten::mm' ? device[0] : 0,
  tensorCoreTotal: name === 'aten::mm' ? device[1] : 0,
});

const withShapes = (row: ReturnType<typeof operator>, ...shapes: readonly string[]) => {
  const { name, ...times } = row;
  return {
    name,
    ...times,
    shapes: shapes.map((inputShapes) => ({
      inputShapes,
      ...times,
      calls: times.calls / shapes.length,
      deviceSelf: times.deviceSelf / shapes.length,
      deviceTotal: times.deviceTotal / shapes.length,
    })),
  };
};

const module = (name: string, deviceTotal: number, children: readonly ModuleReport[] = []): ModuleReport => ({
  name,
  instance: 0,
  calls: 2,
  operators: 7,
  hostSelf: 0.0012,
  hostTotal: deviceTotal / 2,
  deviceSelf: deviceTotal / 4,
  deviceTotal,
  children,
});

const layer = (index: number): ModuleReport =>
  module(`LlamaDecoderLayer_${index}`, 0.02 - index / 1000, [
    module(`LlamaAttention_${index}`, 0.006, [module(`Linear_${4 * index}`, 0.002)]),
    module(`LlamaMLP_${index}`, 0.011),
  ]);

const frame = (name: string, hostTotal: number, children: readonly StackFrame[] = []): StackFrame => ({
  name,
  calls: 3,
  hostTotal,
  hostSelf: hostTotal / 10,
  deviceTotal: hostTotal * 0.8,
  deviceSelf: hostTotal / 20,
  children,
});

const line = (file: string, number: number, called: string, deviceSelf: number) => ({
  file,
  line: number,
  function: called,
  calls: 3,
  hostTotal: 0.1,
  hostSelf: 0.01,
  deviceTotal: 0.2,
  deviceSelf,
});

const step = (number: number, seconds: number): StepReport => ({
  number,
  start: number * 0.2,
  seconds,
  kernel: seconds * 0.6,
  memcpy: seconds * 0.05,
  memset: 0,
  communication: seconds * 0.08,
  runtime: seconds * 0.1,
  dataLoader: seconds * 0.02,
  host: seconds * 0.1,
  other: seconds * 0.05,
});

/** Rises and falls three times, the highest at 0.3 s. */
const MEMORY_TIMES = Array.from({ length: 200 }, (_, i) => i * 0.002);
const MEMORY_CURVE = MEMORY_TIMES.map((time) => 20e9 + 8e9 * Math.abs(Math.sin(time * 26)) * (0.5 + time));

/** Fills up over each of two steps, and runs empty. */
const QUEUE = {
  time: Array.from({ length: 400 }, (_, i) => i * 0.001),
  length: Array.from({ length: 400 }, (_, i) => Math.round(211 * Math.sin(((i % 200) * Math.PI) / 200) ** 2)),
};

const PLACES = [
  { file: 'torch/nn/modules/linear.py', line: 125 },
  { file: 'model.py', line: 44 },
  { file: 'train.py', line: 88 },
];

const RESULTS: AnalysisResults = {
  temporal: { idle: 0.1277, compute: 0.2505, nonCompute: 0.0338, kernelTime: 0.412 },
  kernelTypes: [
    { type: 'COMPUTATION', seconds: 0.2432 },
    { type: 'COMMUNICATION', seconds: 0.0338 },
    { type: 'COMPUTATION overlapping COMMUNICATION', seconds: 0.0073 },
  ],
  kernels: [
    kernel(GEMM, 'COMPUTATION', 672, 0.171),
    kernel(ALL_REDUCE, 'COMMUNICATION', 33, 0.0411),
    kernel(ATTENTION, 'COMPUTATION', 32, 0.0384),
    kernel('Memcpy DtoH (Device -> Pageable)', 'MEMORY', 1, 0.0024),
  ],
  memoryBandwidth: [
    { name: 'Memcpy DtoH', count: 1, seconds: 0.0024, bytes: 48_000_000, bandwidth: 20e9 },
    { name: 'Memset', count: 12, seconds: 0.0001 },
  ],
  sequences: [
    {
      operator: 'aten::layer_norm',
      kernels: ['mean_kernel', 'var_kernel', 'scale_kernel'],
      count: 64,
      deviceSeconds: 0.0019,
      hostSeconds: 0.0044,
    },
  ],
  operators: [
    withShapes(
      operator('aten::mm', 672, [0.0213, 0.0213], [0.171, 0.171]),
      '[[8192, 4096], [4096, 14336]]',
      '[[8192, 14336], [14336, 4096]]',
    ),
    withShapes(
      operator('aten::linear', 224, [0.0041, 0.0254], [0, 0.171]),
      '[[4, 2048, 4096], [14336, 4096], []]',
    ),
    { ...operator('aten::add_', 96, [0.0011, 0.0011], [0.0008, 0.0008]), shapes: [] },
    { ...operator('aten::mul', 1311, [0.0311, 0.0311], [0.0093, 0.0093]), shapes: [] },
  ],
  roofline: [
    {
      name: 'aten::mm',
      inputShapes: '[[8192, 4096], [4096, 14336]]',
      calls: 336,
      seconds: 0.51,
      onDevice: true,
      flops: 336 * 2 * 8192 * 4096 * 14_336,
      bytes: 336 * 2 * (8192 * 4096 + 4096 * 14_336 + 8192 * 14_336),
      dtype: 'bf16',
      flopsPerSecond: (336 * 2 * 8192 * 4096 * 14_336) / 0.51,
      intensity: 2296.9,
    },
    product('aten::mm', '[[16, 4096], [4096, 4096]]', 32, 0.004, 1.7e10, 1.07e9),
    product('aten::_flash_attention_forward', '[[4, 4096, 32, 128]]', 32, 0.041, 8.8e12, 4.3e9),
  ],
  idle: [
    { device: 0, stream: 7, hostWait: 0.0812, kernelWait: 0.0123, other: 0.0342 },
    { device: 0, stream: 20, hostWait: 0.0112, kernelWait: 0.0011, other: 0.3301 },
  ],
  launch: {
    count: 9012,
    host: described(6.1e-6, 3.2e-6, 0.0021),
    device: described(8.4e-6, 1.1e-6, 0.0014),
    delay: described(41e-6, 0, 0.0092),
    hostSeconds: 0.072,
    deviceSeconds: 0.284,
    delaySeconds: 0.51,
    shorterThanLaunch: 4112,
    slowCalls: 71,
    lateStarts: 940,
  },
  queue: [
    { device: 0, stream: 7, points: described(12, 0, 211), timeMean: 9.84, fullSeconds: 0, ...QUEUE },
    {
      device: 0,
      stream: 20,
      points: described(1, 0, 4),
      timeMean: 0.4,
      fullSeconds: 0,
      time: [0, 0.1, 0.2],
      length: [1, 4, 0],
    },
  ],
  overlap: { communication: 0.0411, computation: 0.2505, overlapped: 0.0073, exposed: 0.0338 },
  collectives: [
    {
      name: 'allreduce',
      groupSize: 8,
      bytes: 268_435_456,
      count: 32,
      seconds: 0.0401,
      shortest: 0.0011,
      longest: 0.0021,
      algorithmBandwidth: 244e9,
      busBandwidth: 427e9,
    },
    { name: 'ncclDevKernel_Broadcast', count: 1, seconds: 0.001, shortest: 0.001, longest: 0.001 },
  ],
  memory: [
    {
      device: 'GPU0',
      events: MEMORY_TIMES.length,
      time: MEMORY_TIMES,
      allocated: MEMORY_CURVE,
      reserved: MEMORY_CURVE.map(() => 30e9),
      peakReserved: 30e9,
      peak: {
        bytes: Math.max(...MEMORY_CURVE),
        time: 0.302,
        before: 7e9,
        holders: [
          { operator: 'aten::empty', bytes: 16e9, blocks: 291 },
          { bytes: 4e9, blocks: 3 },
        ],
      },
      operators: [
        {
          name: 'aten::empty',
          calls: 812,
          increase: 2e9,
          selfIncrease: 2e9,
          allocated: 41e9,
          selfAllocated: 41e9,
          allocations: 812,
          selfAllocations: 812,
        },
      ],
    },
  ],
  steps: {
    steps: [step(3, 0.201), step(4, 0.198), step(5, 0.232)],
    durations: { ...described(0.201, 0.198, 0.232), count: 3 },
    variation: 0.088,
  },
  modules: [module('LlamaForCausalLM_0', 0.12, [module('LlamaModel_0', 0.11, [0, 1, 2, 3].map(layer))])],
  stacks: {
    frames: [
      frame('train.py(88): main', 0.41, [
        frame('model.py(42): forward', 0.3, [frame('aten::mm', 0.1), frame('aten::mul', 0.05)]),
        frame('optim.py(17): step', 0.1),
      ]),
    ],
    lines: [line('model.py', 42, 'forward', 0.16), line('optim.py', 17, 'step', 0.02)],
  },
  sourceLines: {
    hostSeconds: 0.41,
    deviceSeconds: 0.25,
    deviceUnderPython: 0.2,
    lines: [],
    operators: [{ name: 'aten::mm', places: PLACES }],
    kernels: [{ name: GEMM, places: PLACES }],
  },
  criticalPath: {
    seconds: 0.398,
    byBound: {
      host: 0.09,
      computation: 0.24,
      communication: 0.03,
      copy: 0.0024,
      launchDelay: 0.02,
      kernelGap: 0.0156,
    },
    events: [
      { name: GEMM, bound: 'computation', seconds: 0.17, count: 670 },
      { name: 'aten::mul', bound: 'host', seconds: 0.03, count: 31 },
    ],
    whatIf: [{ name: GEMM, savedSeconds: 0.121 }],
    path: [],
  },
};

const NO_TEXTS = { size: 0, text: () => '', find: () => undefined };

export const tracePage = (id: PageId, results = RESULTS): TracePage => ({
  id,
  blocks: PAGES[id].blocks(results, {
    part: findAccelerator(catalogue(), 'h100-sxm5'),
    without: (wanted) => `${notRecorded({ format: 'kineto', strings: NO_TEXTS }, wanted)}.`,
    first: 0,
  }),
});
