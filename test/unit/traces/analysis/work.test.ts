import assert from 'node:assert/strict';
import { test } from 'node:test';
import { energy } from '../../../../src/core/traces/analysis/energy';
import { findings } from '../../../../src/core/traces/analysis/findings';
import { workOf } from '../../../../src/core/traces/analysis/operator-work';
import { roofline, underRoof } from '../../../../src/core/traces/analysis/roofline';
import { select } from '../../../../src/core/traces/analysis/windows';
import { annotation, call, kernel, operator } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

const work = (name: string, dims: unknown, types: readonly string[], concrete: readonly string[] = []) =>
  workOf(name, {
    dims: JSON.stringify(dims),
    types: JSON.stringify(types),
    concrete: JSON.stringify(concrete),
  });

/** Operations of a product of tensors of these shapes. */
const flops = (name: string, ...dims: readonly (readonly number[])[]): number | undefined =>
  work(
    name,
    dims,
    dims.map(() => 'float'),
  )?.flops;

test('stacks of matrices are broadcast against one another', () => {
  // two by three products of 8 × 16 and 16 × 32
  assert.equal(flops('aten::matmul', [2, 1, 8, 16], [3, 16, 32]), 6 * 2 * 8 * 16 * 32);
  assert.equal(flops('aten::matmul', [2, 3, 8, 16], [3, 16, 32]), 6 * 2 * 8 * 16 * 32);
  assert.equal(flops('aten::matmul', [16, 32], [5, 1, 32, 4]), 5 * 2 * 16 * 32 * 4);
});

test('grouped products: stacked, and cut out of rows, columns and the inner dimension', () => {
  assert.equal(flops('aten::_grouped_mm', [4, 8, 16], [4, 16, 32]), 4 * 2 * 8 * 16 * 32);
  // 32 rows in four groups, each with weights of its own
  assert.equal(flops('aten::_grouped_mm', [32, 16], [4, 16, 24], [4]), 2 * 32 * 16 * 24);
  assert.equal(flops('aten::_grouped_mm', [4, 8, 16], [16, 96], [4]), 2 * 8 * 16 * 96);
  const cut = work('aten::_grouped_mm', [[8, 64], [64, 16], [4]], ['c10::BFloat16', 'c10::BFloat16', 'int']);
  assert.equal(cut?.flops, 2 * 8 * 64 * 16);
  // both inputs, the offsets, and an output for each of the four groups
  assert.equal(cut?.bytes, 2 * (8 * 64 + 64 * 16 + 4 * 8 * 16) + 4 * 4);
  assert.equal(
    flops('aten::_scaled_grouped_mm', [32, 16], [4, 16, 24], [32], [4, 24], [4]),
    2 * 32 * 16 * 24,
  );
});

test('attention on a processor has a backward pass too', () => {
  const heads = [2, 4, 32, 16];
  assert.equal(
    flops('aten::_scaled_dot_product_flash_attention_for_cpu', heads, heads, heads),
    2 * 2 * 2 * 4 * 32 * 32 * 16,
  );
  assert.equal(
    flops('aten::_scaled_dot_product_flash_attention_for_cpu_backward', heads, heads, heads, heads),
    5 * 2 * 2 * 4 * 32 * 32 * 16,
  );
});

test('two operations a multiply-add, each tensor moved once', () => {
  const types = ['c10::BFloat16', 'c10::BFloat16'];
  const product = { flops: 2 * 8 * 16 * 4, bytes: 2 * (8 * 16 + 16 * 4 + 8 * 4), dtype: 'bf16' };
  assert.deepEqual(
    work(
      'aten::mm',
      [
        [8, 16],
        [16, 4],
      ],
      types,
    ),
    product,
  );
  assert.deepEqual(work('aten::linear', [[8, 16], [4, 16], []], types), product);
  assert.equal(
    work('aten::addmm', [[4], [8, 16], [16, 4], [], []], ['float', 'float', 'float'])?.flops,
    product.flops,
  );
  assert.equal(
    work(
      'aten::bmm',
      [
        [3, 8, 16],
        [3, 16, 4],
      ],
      types,
    )?.flops,
    3 * product.flops,
  );
  assert.equal(
    work(
      'aten::matmul',
      [
        [3, 8, 16],
        [16, 4],
      ],
      types,
    )?.flops,
    3 * product.flops,
  );
});

test("ResNet's first convolution: 7 × 7, stride 2, 224 to 112", () => {
  const concrete = ['', '', '', '[2, 2]', '[3, 3]', '[1, 1]', '1'];
  const first = work('aten::conv2d', [[1, 3, 224, 224], [64, 3, 7, 7], []], ['float', 'float'], concrete);
  assert.equal(first?.flops, 2 * 64 * 112 * 112 * 3 * 7 * 7);
  assert.equal(first?.bytes, 4 * (3 * 224 * 224 + 64 * 3 * 49 + 64 * 112 * 112));
  assert.equal(
    work(
      'aten::conv2d',
      [
        [1, 3, 8, 8],
        [4, 3, 3, 3],
      ],
      ['float', 'float'],
    ),
    undefined,
  );
});

test('attention is the full square of queries and keys', () => {
  const shape = [2, 12, 128, 64];
  assert.equal(
    work('aten::scaled_dot_product_attention', [shape, shape, shape], ['float'])?.flops,
    2 * 2 * 12 * 128 * 128 * (64 + 64),
  );
});

test('what is no product, or no shape, has no work', () => {
  assert.equal(
    work(
      'aten::add',
      [
        [8, 8],
        [8, 8],
      ],
      ['float'],
    ),
    undefined,
  );
  assert.equal(
    work(
      'aten::mm',
      [
        [8, 16],
        [4, 16],
      ],
      ['float'],
    ),
    undefined,
  );
  assert.equal(workOf('aten::mm', { dims: '[[8, 16', types: '', concrete: '' }), undefined);
});

const MATMUL = traceOf([
  operator('aten::matmul', 0, 30, {
    'External id': 1,
    'Input Dims': [
      [1024, 1024],
      [1024, 1024],
    ],
    'Input type': ['c10::Half', 'c10::Half'],
  }),
  operator('aten::mm', 5, 20, {
    'External id': 2,
    'Input Dims': [
      [1024, 1024],
      [1024, 1024],
    ],
    'Input type': ['c10::Half', 'c10::Half'],
  }),
  call('cudaLaunchKernel', 10, 5, 1, 2),
  kernel('gemm', 40, 10, 1),
]);

test('achieved FLOP/s, the outer of two products counted, and its place under the roof', () => {
  const [row, ...others] = roofline.run(select(MATMUL, 'all')) ?? [];
  assert.deepEqual(others, []);
  assert.ok(row !== undefined);
  assert.equal(row.name, 'aten::matmul');
  assert.equal(Math.round(row.flopsPerSecond / 1e9), Math.round((2 * 1024 ** 3) / 10e-6 / 1e9));
  const place = underRoof(row, { flops: { fp16: 1e15 }, bandwidth: 1e12 });
  assert.equal(place?.bound, 'memory');
  assert.ok(Math.abs((place?.mfu ?? 0) - 0.2147483648) < 1e-9);
  assert.ok(Math.abs((place?.ofRoof ?? 0) - row.flopsPerSecond / ((row.intensity ?? 0) * 1e12)) < 1e-9);
  assert.equal(underRoof(row, { flops: { bf16: 1e15 }, bandwidth: 1e12 }), undefined);
});

test('energy is the area under a power counter', () => {
  const watts = (ts: number, value: number) => ({
    ph: 'C',
    name: 'GPU 0 Power (W)',
    ts,
    pid: 0,
    args: { watts: value },
  });
  const trace = traceOf([
    watts(0, 100),
    watts(1e6, 300),
    watts(2e6, 300),
    { ...watts(0, 1), name: 'Temperature' },
  ]);
  const [report, ...others] = energy.run(select(trace, 'all'))?.counters ?? [];
  assert.deepEqual(others, []);
  assert.deepEqual([report?.joules, report?.averageWatts, report?.samples], [500, 250, 3]);
  assert.equal(energy.run(select(MATMUL, 'all')), undefined);
});

test('a GPU that waits for its host is said first, with the numbers behind it', () => {
  const trace = traceOf(
    Array.from({ length: 10 }, (_, i) => [
      call('cudaLaunchKernel', 100 * i, 20, i),
      kernel('tiny', 100 * i + 25, 5, i),
    ]).flat(),
  );
  const [first] = findings.run(select(trace, 'all')) ?? [];
  assert.equal(first?.rule, 'host-bound');
  assert.match(
    first?.sentence ?? '',
    /waits for the host: 10 kernels are shorter than their launch; try CUDA graphs/,
  );
  assert.ok(Math.abs((first?.share ?? 0) - 855 / 905) < 1e-9);
});

const rulesOf = (events: Parameters<typeof traceOf>[0]): readonly string[] =>
  (findings.run(select(traceOf(events), 'all')) ?? []).map(({ rule }) => rule);

test('a wait of the host is a finding only where the device then stands still', () => {
  const busy = [
    kernel('gemm', 0, 100, 1),
    call('cudaDeviceSynchronize', 10, 85, 2),
    kernel('other', 101, 99, 3),
    call('cudaDeviceSynchronize', 120, 90, 4),
  ];
  assert.ok(!rulesOf(busy).includes('synchronisation'));
  const drained = [
    kernel('gemm', 0, 100, 1),
    call('cudaStreamSynchronize', 10, 95, 2),
    operator('aten::_local_scalar_dense', 5, 102),
    kernel('other', 120, 80, 3),
  ];
  const found = findings.run(select(traceOf(drained), 'all'))?.find(({ rule }) => rule === 'synchronisation');
  // 20 of 200 µs.
  assert.match(
    found?.sentence ?? '',
    /^10\.0 % of the time .* in one synchronising call; values are read once/,
  );
});

test('a stream that waits while another works does not make the GPU wait', () => {
  const events = Array.from({ length: 10 }, (_, i) => [
    call('cudaLaunchKernel', 100 * i, 20, i),
    kernel('tiny', 100 * i + 25, 60, i),
    call('cudaLaunchKernel', 100 * i + 20, 2, 100 + i),
    kernel('side', 100 * i + 80, 50, 100 + i, { stream: 9 }),
  ]).flat();
  assert.ok(!rulesOf(events).includes('host-bound'));
});

test('waiting for data is said as such, and not as waiting for launches', () => {
  const events = [0, 1000].flatMap((ts, i) => [
    annotation(`ProfilerStep#${i}`, ts, 1000),
    annotation('enumerate(DataLoader)#_Loader.__next__', ts, 600),
    call('cudaLaunchKernel', ts + 600, 10, i),
    kernel('gemm', ts + 610, 390, i),
  ]);
  assert.deepEqual(
    rulesOf(events).filter((rule) => ['data-loading', 'host-bound', 'idle-device'].includes(rule)),
    ['data-loading'],
  );
});

const compiled = (ts: number, dur: number, id: string) => [
  operator('_compile.compile_inner (dynamo_timed)', ts, dur),
  operator('build_guards (dynamo_timed)', ts + dur / 2, dur / 4),
  annotation(`entire_frame_compile_data: fn_name=_compile.compile_inner, compile_id=${id}`, ts + dur, 0),
];
const STEPS = [annotation('ProfilerStep#1', 1000, 1000), annotation('ProfilerStep#2', 2000, 1000)];

test('what torch.compile takes of the steps, and what of it is compiled again', () => {
  // Before the steps, 400 and 200 of 2,000 µs; the second frame for the first time.
  const events = [
    ...STEPS,
    ...compiled(0, 900, '0/0'),
    ...compiled(1100, 400, '0/1'),
    ...compiled(2100, 200, '1/0'),
  ];
  const found = findings.run(select(traceOf(events), 'all'))?.find(({ rule }) => rule === 'compilation');
  assert.match(
    found?.sentence ?? '',
    /^30\.0 % of the steps .* 2 frames compiled, 1 of them again for other inputs/,
  );
  assert.deepEqual(found?.evidence, {
    compileSeconds: 600e-6,
    frames: 2,
    framesAgain: 1,
    stepSeconds: 2000e-6,
  });
});

test('what was compiled before the steps is no finding', () => {
  const events = [
    ...STEPS,
    ...compiled(0, 900, '0/1'),
    operator('TorchDynamo Cache Lookup', 1000, 10),
    operator('Torch-Compiled Region: 0/1', 1010, 900),
    operator('Torch-Compiled Region: 0/1', 2010, 900),
  ];
  assert.ok(!rulesOf(events).includes('compilation'));
});

test('a device that stands still tells its longest pause', () => {
  const events = [kernel('gemm', 0, 40, 1), kernel('gemm', 50, 20, 2), kernel('other', 100, 20, 3)];
  const idle = findings.run(select(traceOf(events), 'all'))?.find(({ rule }) => rule === 'idle-device');
  // 10 and 30 of 120 µs.
  assert.match(
    idle?.sentence ?? '',
    /^33\.3 % of the time nothing runs on the device, 30\.0 µs of it at a stretch;/,
  );
});

test('kernels that stream memory are a finding together, and fused ones are not', () => {
  const streaming = [
    kernel('void at::native::vectorized_elementwise_kernel<4, add>(int)', 0, 30, 1),
    kernel('void at::native::reduce_kernel<512>(int)', 30, 20, 2),
    kernel('sm90_xmma_gemm_bf16', 50, 50, 3),
  ];
  assert.ok(rulesOf(streaming).includes('memory-bound'));
  const fused = [kernel('triton_poi_fused_add_mul_1', 0, 50, 1), kernel('sm90_xmma_gemm_bf16', 50, 50, 3)];
  assert.ok(!rulesOf(fused).includes('memory-bound'));
});

test('one kernel is a finding by its part of the time; copies and communication are none', () => {
  const name = `sm90_${'x'.repeat(60)}_${'y'.repeat(60)}_end`;
  const [first] =
    findings.run(select(traceOf([kernel(name, 0, 60, 1), kernel('b', 60, 40, 2)]), 'all')) ?? [];
  assert.equal(first?.rule, 'one-kernel');
  assert.match(first.sentence, /^60\.0 % of the device's time is one kernel, sm90_x+…y+_end, in 1 call;/);
  assert.ok(!rulesOf([kernel(name, 0, 6, 1), kernel('b', 96, 4, 2)]).includes('one-kernel'));
  const reduce = [kernel('ncclDevKernel_AllReduce', 0, 80, 1), kernel('b', 80, 20, 2)];
  assert.ok(!rulesOf(reduce).includes('one-kernel'));
});

test('the longest step is named with what makes it long', () => {
  const events = [0, 1, 2].flatMap((i) => [
    annotation(`ProfilerStep#${i}`, 1000 * i, i === 1 ? 900 : 500),
    operator('aten::add', 1000 * i, i === 1 ? 880 : 480),
  ]);
  const uneven = findings.run(select(traceOf(events), 'all'))?.find(({ rule }) => rule === 'uneven-steps');
  assert.match(
    uneven?.sentence ?? '',
    /the longest, step 1, is 42\.1 % above the mean, mostly by operators on the/,
  );
});

test('of the host alone the operator is told that takes most of the time', () => {
  assert.deepEqual(rulesOf([operator('a', 0, 5)]), []);
  assert.deepEqual(rulesOf([operator('a', 0, 90), operator('b', 90, 10)]), ['host-hot-spot']);
  assert.deepEqual(rulesOf([0, 1, 2, 3, 4].map((i) => operator(`op${i}`, 10 * i, 10))), []);
  // Four threads do it at once, for a fifth of the time.
  const atOnce = [1, 2, 3, 4].map((tid) => ({ ...operator('a', 0, 20), tid }));
  assert.deepEqual(rulesOf([...atOnce, operator('b', 20, 40), operator('c', 60, 40)]), []);
  const [found] = findings.run(select(traceOf([...atOnce, operator('b', 20, 20)]), 'all')) ?? [];
  assert.match(found?.sentence ?? '', /^50\.0 % of the time the host is in a, called 4 times/);
});

test('gradients of convolutions take the forward products each that is wanted', () => {
  const shapes = [[2, 8, 14, 14], [2, 4, 16, 16], [8, 4, 3, 3], [], [], [], [], [], [], [], []];
  const types = ['float', 'float', 'float'];
  const forward = 2 * 2 * 8 * 14 * 14 * 4 * 3 * 3;
  const backward = (mask: string, transposed = 'False') =>
    work('aten::convolution_backward', shapes, types, [
      ...['', '', '', '[8]', '[1, 1]', '[0, 0]', '[1, 1]', transposed, '[0, 0]', '1'],
      mask,
    ])?.flops;
  assert.equal(backward('[True, True, False]'), 2 * forward);
  assert.equal(backward('[False, True, True]'), forward);
  assert.equal(backward('[True, True, True]', 'True'), 2 * 2 * 2 * 4 * 16 * 16 * 4 * 3 * 3);
});

test('a transposed convolution meets each weight with each input', () => {
  const args = ['', '', '', '[2, 2]', '[1, 1]', '[1, 1]', '1', '[1, 1]'];
  const found = work('aten::conv_transpose2d', [[2, 4, 8, 8], [4, 6, 3, 3], []], ['float', 'float'], args);
  assert.equal(found?.flops, 2 * (2 * 4 * 8 * 8) * (6 * 3 * 3));
  // 16 wide: (8 - 1) * 2 - 2 + 2 + 1 + 1.
  assert.equal(found.bytes, 4 * (2 * 4 * 8 * 8 + 4 * 6 * 3 * 3 + 2 * 6 * 16 * 16));
});

test('the backward pass of attention is five products to the two of the forward pass', () => {
  const q = [2, 4, 128, 64];
  const types = Array<string>(4).fill('c10::Half');
  const forward = work('aten::_scaled_dot_product_flash_attention', [q, q, q], types)?.flops ?? 0;
  assert.equal(
    work('aten::_scaled_dot_product_flash_attention_backward', [q, q, q, q], types)?.flops,
    forward * 2.5,
  );
  assert.equal(work('aten::mv', [[8, 4], [4]], types)?.flops, 64);
  assert.equal(work('aten::mv', [[8, 4], [5]], types), undefined);
});
