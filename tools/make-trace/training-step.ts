import { complete, flow, memory } from './kineto';

/**
 * One step of training a small Llama on an H100, as the profiler would record it. Every time is a round number, so that
 * tests know the totals without computing them as the program does:
 *
 *   per step and device, µs: copies 100 + 10; forward 2 × (50 + 400 + 200 + 600) + 30; backward 2 × (800 + 400);
 *   optimizer 250; all-reduce 500 (all of it under the backward pass) + 700 (200 of it).
 */

export const STEP_MICROSECONDS = 10_000;
export const PID = 4242;
const MAIN = 4242;
const BACKWARD = 4300;
const COMPUTE = 7;
const NCCL = 20;
const [TOKENS, HIDDEN, QKV, MLP] = [1024, 1024, 3072, 4096];
const BF16 = 'c10::BFloat16';
const MEBIBYTE = 2 ** 20;

/** Ids that go on over all steps of a trace. */
export interface Ids {
  external: number;
  correlation: number;
  python: number;
}

/** Names of the kernels, one per kind of work. */
export const KERNELS = {
  norm: 'void (anonymous namespace)::rms_norm_kernel<c10::BFloat16, 8>(c10::BFloat16*, c10::BFloat16 const*, float, int)',
  forward: 'nvjet_tst_128x256_64x4_2x1_v_bz_coopA_TNT',
  backward: 'nvjet_tst_192x192_64x3_1x2_h_bz_coopB_NTN',
  flash:
    'void flash_fwd_kernel<Flash_fwd_kernel_traits<128, 128, 64, 4, false, false, cutlass::bfloat16_t>>(Flash_fwd_params)',
  flashBackward:
    'void flash_bwd_dq_dk_dv_loop_seqk_parallel_kernel<Flash_bwd_kernel_traits<128, 64, 128, 8, 2, 4, 2, false, false, cutlass::bfloat16_t>>(Flash_bwd_params)',
  loss: 'void (anonymous namespace)::softmax_warp_forward<float, float, float, 10, true, false>(float*, float const*, int, int, int)',
  optimizer:
    'void at::native::(anonymous namespace)::multi_tensor_apply_kernel<at::native::(anonymous namespace)::FusedOptimizerTensorListMetadata<4>, at::native::FusedAdamMathFunctor<float, 4>>(int)',
  allReduce: 'ncclDevKernel_AllReduce_Sum_bf16_RING_LL(ncclDevKernelArgsStorage<4096ul>)',
  copy: 'Memcpy HtoD (Pinned -> Device)',
  set: 'Memset (Device)',
} as const;

interface Work {
  /** Operators from the outermost inwards; each begins 5 µs after and ends 5 µs before the one around it. */
  readonly operators: readonly string[];
  readonly thread: number;
  /** When the outermost begins on the host, and how long it takes. */
  readonly host: number;
  readonly hostLength: number;
  readonly dims: readonly (readonly number[])[];
  readonly launch: string;
  readonly kernel: string;
  readonly cat: string;
  readonly stream: number;
  readonly start: number;
  readonly length: number;
  readonly more?: Readonly<Record<string, unknown>>;
}

const MATRIX = (n: number): readonly (readonly number[])[] => [
  [TOKENS, HIDDEN],
  [HIDDEN, n],
];
const HEADS = [2, 8, 512, 128];

/** What a layer of the forward pass does, from `host` and `device` on. */
const forward = (host: number, device: number): readonly Work[] => {
  const base = { thread: MAIN, hostLength: 40, launch: 'cudaLaunchKernel', cat: 'kernel', stream: COMPUTE };
  const linear = {
    ...base,
    operators: ['aten::linear', 'aten::mm'],
    launch: 'cudaLaunchKernelExC',
    kernel: KERNELS.forward,
  };
  return [
    {
      ...base,
      operators: ['aten::rms_norm'],
      host,
      dims: [[2, 512, HIDDEN], [HIDDEN]],
      kernel: KERNELS.norm,
      start: device,
      length: 50,
    },
    { ...linear, host: host + 50, dims: MATRIX(QKV), start: device + 50, length: 400 },
    {
      ...base,
      operators: ['aten::scaled_dot_product_attention', 'aten::_flash_attention_forward'],
      host: host + 100,
      dims: [HEADS, HEADS, HEADS],
      kernel: KERNELS.flash,
      start: device + 450,
      length: 200,
    },
    { ...linear, host: host + 150, dims: MATRIX(MLP), start: device + 650, length: 600 },
  ];
};

const backward = (host: number, device: number): readonly Work[] => {
  const base = {
    thread: BACKWARD,
    hostLength: 40,
    launch: 'cudaLaunchKernel',
    cat: 'kernel',
    stream: COMPUTE,
  };
  return [
    {
      ...base,
      operators: ['autograd::engine::evaluate_function: MmBackward0', 'MmBackward0', 'aten::mm'],
      host,
      dims: [
        [TOKENS, MLP],
        [MLP, HIDDEN],
      ],
      launch: 'cudaLaunchKernelExC',
      kernel: KERNELS.backward,
      start: device,
      length: 800,
    },
    {
      ...base,
      operators: ['ScaledDotProductFlashAttentionBackward0', 'aten::_flash_attention_backward'],
      host: host + 50,
      dims: [HEADS, HEADS, HEADS, HEADS],
      kernel: KERNELS.flashBackward,
      start: device + 800,
      length: 400,
    },
  ];
};

const allReduce = (host: number, start: number, length: number, elements: number): Work => ({
  operators: ['c10d::allreduce_', 'record_param_comms'],
  thread: BACKWARD,
  host,
  hostLength: 40,
  dims: [[elements]],
  launch: 'cudaLaunchKernelExC',
  kernel: KERNELS.allReduce,
  cat: 'kernel',
  stream: NCCL,
  start,
  length,
  more: {
    'Collective name': 'allreduce',
    'In msg nelems': elements,
    'Out msg nelems': elements,
    'Group size': 2,
    dtype: 'BFloat16',
    'Process Group Name': '0',
    'Process Group Ranks': '[0, 1]',
  },
});

/** All work of a step with `layers` layers; the times in the heading hold for two. */
export const stepWork = (layers = 2): readonly Work[] => {
  const work: Work[] = [];
  const main = { thread: MAIN, hostLength: 40, stream: COMPUTE, dims: [] };
  const copy = {
    ...main,
    operators: ['aten::to', 'aten::_to_copy', 'aten::copy_'],
    launch: 'cudaMemcpyAsync',
  };
  work.push({
    ...copy,
    host: 100,
    kernel: KERNELS.copy,
    cat: 'gpu_memcpy',
    start: 300,
    length: 100,
    more: { bytes: 5_500_000, 'memory bandwidth (GB/s)': 55 },
  });
  let [host, device] = [200, 500];
  for (let layer = 0; layer < layers; layer++, host += 200, device += 1300)
    work.push(...forward(host, device));
  const loss = {
    ...main,
    operators: ['aten::cross_entropy_loss', 'aten::_log_softmax'],
    launch: 'cudaLaunchKernel',
    cat: 'kernel',
  };
  work.push({ ...loss, host, kernel: KERNELS.loss, start: device, length: 30 });
  [host, device] = [host + 100, device + 100];
  const backwardStart = device;
  for (let layer = 0; layer < layers; layer++, host += 100, device += 1200)
    work.push(...backward(host, device));
  work.push(
    allReduce(host, backwardStart + 800, 500, 8 * MEBIBYTE),
    allReduce(host + 50, device - 200, 700, 16 * MEBIBYTE),
  );
  const optimizer = {
    ...main,
    operators: ['Optimizer.step#AdamW.step', 'aten::_fused_adamw_'],
    launch: 'cudaLaunchKernel',
    cat: 'kernel',
  };
  work.push({ ...optimizer, host: host + 200, kernel: KERNELS.optimizer, start: device + 500, length: 250 });
  work.push({
    ...main,
    operators: ['aten::zero_'],
    launch: 'cudaMemsetAsync',
    host: host + 250,
    kernel: KERNELS.set,
    cat: 'gpu_memset',
    start: device + 800,
    length: 10,
    more: { bytes: 4 * MEBIBYTE, 'memory bandwidth (GB/s)': 419.4304 },
  });
  return work;
};

/** The JSON of a step's events. `origin` is the microsecond at which the step begins. */
export function* stepEvents(
  step: number,
  origin: number,
  ids: Ids,
  work: readonly Work[],
  stepLength = STEP_MICROSECONDS,
): Generator<string> {
  const at = (microseconds: number): number => origin + microseconds;
  const last = work.at(-1);
  const deviceEnd = (last?.start ?? 0) + (last?.length ?? 0);
  const waitFrom = (last?.host ?? 0) + 60;
  const host = { pid: PID, tid: MAIN };
  yield complete({
    cat: 'user_annotation',
    name: `ProfilerStep#${step}`,
    ...host,
    ts: at(0),
    dur: stepLength - 100,
    args: { 'External id': ++ids.external, 'Ev Idx': 0 },
  });
  const parent = ++ids.python;
  yield complete({
    cat: 'python_function',
    name: 'train.py(31): train_step',
    ...host,
    ts: at(5),
    dur: stepLength - 110,
    args: { 'Python id': parent, 'Python parent id': null, 'Ev Idx': 1 },
  });
  yield complete({
    cat: 'python_function',
    name: 'nn.Module: LlamaForCausalLM_0',
    ...host,
    ts: at(195),
    dur: 400,
    args: { 'Python id': ++ids.python, 'Python parent id': parent, 'Python module id': 0, 'Ev Idx': 2 },
  });
  yield memory({
    ...host,
    ts: at(210),
    address: 139_900_000_000_000,
    bytes: 64 * MEBIBYTE,
    totalAllocated: 320 * MEBIBYTE,
    totalReserved: 512 * MEBIBYTE,
  });
  for (const item of work) yield* workEvents(item, origin, ids);
  yield memory({
    ...host,
    ts: at(waitFrom - 5),
    address: 139_900_000_000_000,
    bytes: -64 * MEBIBYTE,
    totalAllocated: 256 * MEBIBYTE,
    totalReserved: 512 * MEBIBYTE,
  });
  yield complete({
    cat: 'cuda_runtime',
    name: 'cudaDeviceSynchronize',
    ...host,
    ts: at(waitFrom),
    dur: deviceEnd + 10 - waitFrom,
    args: { 'External id': ids.external, cbid: 165, correlation: ++ids.correlation },
  });
}

function* workEvents(work: Work, origin: number, ids: Ids): Generator<string> {
  const { operators, thread, dims, stream, more = {} } = work;
  const host = { pid: PID, tid: thread };
  let ts = origin + work.host;
  let dur = work.hostLength;
  for (const [depth, name] of operators.entries()) {
    const innermost = depth === operators.length - 1;
    yield complete({
      cat: 'cpu_op',
      name,
      ...host,
      ts,
      dur,
      args: {
        'External id': ++ids.external,
        'Record function id': 0,
        ...(innermost ? withoutCopySize(more) : {}),
        'Concrete Inputs': dims.map(() => ''),
        'Input type': dims.map(() => BF16),
        'Input Strides': dims.map(() => [1]),
        'Input Dims': dims,
        'Ev Idx': ids.external,
      },
    });
    ts += 5;
    dur -= 10;
  }
  const correlation = ++ids.correlation;
  const start = origin + work.start;
  yield complete({
    cat: 'cuda_runtime',
    name: work.launch,
    ...host,
    ts,
    dur: 6,
    args: { 'External id': ids.external, cbid: 211, correlation },
  });
  yield flow('s', correlation, PID, thread, ts);
  const kernel = work.cat === 'kernel';
  yield complete({
    cat: work.cat,
    name: work.kernel,
    pid: 0,
    tid: stream,
    ts: start,
    dur: work.length,
    args: {
      'External id': ids.external,
      queued: 0,
      device: 0,
      context: 1,
      stream,
      correlation,
      ...(kernel
        ? {
            'registers per thread': 128,
            'shared memory': 65_536,
            'blocks per SM': 2.0,
            'warps per SM': 16.0,
            grid: [264, 1, 1],
            block: [256, 1, 1],
            'est. achieved occupancy %': 25,
          }
        : {}),
      ...more,
    },
  });
  yield flow('f', correlation, 0, stream, start);
}

/** The size of a copy is the copy's, not its operator's. */
const withoutCopySize = (more: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'bytes' && !key.startsWith('memory')));
