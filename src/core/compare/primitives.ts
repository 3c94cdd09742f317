import { networkOf } from '../cluster/collectives';
import { catalogue } from '../hardware/catalogue/index';
import { findAccelerator } from '../hardware/find';
import type { Catalogue } from '../hardware/load';
import { type Machine, machineOf } from '../hardware/performance/machine';
import { timeOf } from '../hardware/performance/time';
import { powerOf } from '../hardware/power';
import { bytes, flops, type Joules, joules, type Seconds, seconds } from '../units/quantity';
import type { Operator, OperatorBytes } from '../workload/workload';

/** One computational primitive on one accelerator (on `COLLECTIVE_RANKS` of them for the collective). */
export interface PrimitiveCost {
  readonly accelerator: string;
  readonly primitive: string;
  readonly seconds: Seconds;
  /** Board energy. Absent where the part's power is not known. */
  readonly joules?: Joules;
  readonly bound: 'compute' | 'memory' | 'network';
}

const BF16 = 2;
const moved = (values: Partial<Record<keyof OperatorBytes, number>>): OperatorBytes => ({
  weights: bytes(values.weights ?? 0),
  read: bytes(values.read ?? 0),
  written: bytes(values.written ?? 0),
  kvRead: bytes(values.kvRead ?? 0),
  kvWritten: bytes(values.kvWritten ?? 0),
});

const matmul = (name: string, m: number, n: number, k: number): Operator => ({
  name,
  category: 'linear',
  count: 1,
  flops: flops(2 * m * n * k),
  bytes: moved({ weights: BF16 * n * k, read: BF16 * m * k, written: BF16 * m * n }),
  dtype: 'bf16',
  weightDtype: 'bf16',
  shape: { kind: 'matmul', m, n, k },
});

/** 32 heads of 128 on one sequence. */
const attention = (name: string, query: number, context: number): Operator => ({
  name,
  category: 'attention',
  count: 1,
  flops: flops(2 * query * context * 32 * 256),
  bytes: moved({
    read: BF16 * query * 4096,
    written: BF16 * query * 4096,
    kvRead: BF16 * context * 2 * 4096,
  }),
  dtype: 'bf16',
  shape: {
    kind: 'attention',
    sequences: 1,
    heads: 32,
    kvHeads: 32,
    query,
    context,
    headDim: 128,
    valueDim: 128,
    causal: true,
  },
});

/** `reads` inputs and one output of 16 Mi elements. Transcendental functions take as long: they too wait for memory. */
const elementwise = (name: string, reads: number): Operator => {
  const elements = 2 ** 24;
  return {
    name,
    category: 'elementwise',
    count: 1,
    bytes: moved({ read: BF16 * reads * elements, written: BF16 * elements }),
    dtype: 'bf16',
  };
};

/** The primitives the xPU-athalon compares (arXiv 2604.10852): products, attention, element-wise and transcendental work. */
const PRIMITIVES: readonly Operator[] = [
  matmul('matmul 4096³', 4096, 4096, 4096),
  matmul('matmul 1 × 4096²', 1, 4096, 4096),
  attention('attention, prefill of 4096', 4096, 4096),
  attention('attention, one query of 32768', 1, 32768),
  elementwise('multiply, 16 Mi elements', 2),
  elementwise('sine, 16 Mi elements', 1),
];

const COLLECTIVE_RANKS = 8;
const COLLECTIVE_BYTES = 64 * 2 ** 20;

const costOn = (machine: Machine, operator: Operator): PrimitiveCost => {
  const cost = timeOf(operator, machine);
  const power = powerOf(machine.part)?.midAt({
    busy: 1,
    compute: cost.drawn / cost.seconds,
    memory: cost.bytes / machine.bandwidth / cost.seconds,
  });
  return {
    accelerator: machine.part.id,
    primitive: operator.name,
    seconds: seconds(cost.seconds),
    ...(power === undefined ? {} : { joules: joules(power * cost.seconds) }),
    bound: cost.compute > cost.memory ? 'compute' : 'memory',
  };
};

/** Each primitive on each accelerator as a single kernel: no engine, no host, nothing fused. A part without known links has no collective. */
export const comparePrimitives = (
  names: readonly string[],
  parts: Catalogue = catalogue(),
): readonly PrimitiveCost[] =>
  names.flatMap((name): readonly PrimitiveCost[] => {
    const part = findAccelerator(parts, name);
    const machine = machineOf(part, 'bare');
    const costs = PRIMITIVES.map((operator) => costOn(machine, operator));
    if (!part.links.some(({ level }) => level === 'scale-up')) return costs;
    const time = networkOf(part).seconds('all-reduce', COLLECTIVE_BYTES, COLLECTIVE_RANKS);
    const power = powerOf(part)?.midAt({ busy: 1, compute: 0, memory: 0 });
    return [
      ...costs,
      {
        accelerator: part.id,
        primitive: 'all-reduce of 64 MiB over 8',
        seconds: seconds(time),
        ...(power === undefined ? {} : { joules: joules(power * time * COLLECTIVE_RANKS) }),
        bound: 'network',
      },
    ];
  });
