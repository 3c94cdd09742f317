import { bytes, flops, seconds } from '../../../src/core/units/quantity';
import type { Operator, Workload } from '../../../src/core/workload/workload';

const none = { weights: bytes(0), read: bytes(0), written: bytes(0), kvRead: bytes(0), kvWritten: bytes(0) };

/** A bf16 product of m × k by k × n, `count` times. */
export const product = (
  m: number,
  n: number,
  k: number,
  count = 1,
  more: Partial<Operator> = {},
): Operator => ({
  name: 'product',
  category: 'linear',
  count,
  flops: flops(2 * m * n * k * count),
  bytes: {
    ...none,
    weights: bytes(2 * n * k * count),
    read: bytes(2 * m * k * count),
    written: bytes(2 * m * n * count),
  },
  dtype: 'bf16',
  weightDtype: 'bf16',
  parameters: n * k * count,
  shape: { kind: 'matmul', m, n, k },
  ...more,
});

/** Decode attention of `sequences` with `context` cached positions, 32 heads on 8 key heads of 128. */
export const cachedAttention = (sequences: number, context: number, count = 1): Operator => ({
  name: 'attention',
  category: 'attention',
  count,
  flops: flops(2 * sequences * context * 32 * 256 * count),
  bytes: { ...none, kvRead: bytes(sequences * context * 2 * 8 * 128 * 2 * count) },
  dtype: 'bf16',
  shape: {
    kind: 'attention',
    sequences,
    heads: 32,
    kvHeads: 8,
    query: 1,
    context,
    headDim: 128,
    valueDim: 128,
    causal: true,
  },
  parallel: 'heads',
});

/** A model of one kind of layer: column- and row-parallel products and attention, 100 generated tokens. */
export const serving = (batch: number, layers = 4): Workload => ({
  name: 'tiny',
  source: { kind: 'model', format: 'test' },
  unit: 'token',
  units: batch * 101,
  batch,
  phases: [
    {
      name: 'prefill',
      repeats: 1,
      operators: [
        product(batch * 64, 8192, 4096, layers, { parallel: 'column' }),
        product(batch * 64, 4096, 8192, layers, { parallel: 'row' }),
      ],
    },
    {
      name: 'decode',
      repeats: 100,
      operators: [
        product(batch, 8192, 4096, layers, { parallel: 'column' }),
        cachedAttention(batch, 128, layers),
        product(batch, 4096, 8192, layers, { parallel: 'row' }),
      ],
    },
  ],
  memory: {
    weights: bytes(2 * 2 * 8192 * 4096 * layers),
    kv: bytes(batch * 165 * 4096 * layers),
    activations: bytes(1e6),
  },
});

/** A recorded step: a large product, a copy and a wait of the host. */
export const recorded = (deviceName: string | undefined): Workload => ({
  name: 'step.pt.trace.json',
  source: { kind: 'trace', format: 'chrome', ...(deviceName === undefined ? {} : { deviceName }) },
  unit: 'step',
  units: 1,
  batch: 1,
  spanSeconds: seconds(0.02),
  phases: [
    {
      name: 'step',
      repeats: 1,
      operators: [
        {
          name: 'gemm',
          category: 'linear',
          count: 10,
          dtype: 'bf16',
          measured: { deviceSeconds: seconds(0.01) },
        },
        { name: 'copy', category: 'memory', count: 5, measured: { deviceSeconds: seconds(0.005) } },
      ],
    },
  ],
});
