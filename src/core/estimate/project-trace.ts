import { type Machine } from '../hardware/performance/machine';
import type { RateClass } from '../hardware/rate-class';
import { timeOf } from '../hardware/performance/time';
import type { Activity } from '../hardware/power';
import { exactly, type Range } from '../units/range';
import type { OperatorCategory } from '../workload/category';
import type { Dtype } from '../workload/dtype';
import type { Operator } from '../workload/workload';

/** What a measured kernel waits for, as far as its category tells. */
interface KernelClass {
  /** Achieved arithmetic it may be bound by; absent where it never is. */
  readonly compute?: RateClass;
  readonly memory: RateClass;
}

const classOf = (category: OperatorCategory): KernelClass | undefined => {
  switch (category) {
    case 'linear':
      return { compute: 'matmul', memory: 'stream' };
    case 'convolution':
      return { compute: 'convolution', memory: 'memory' };
    case 'attention':
      return { compute: 'attentionPrefill', memory: 'attentionDecode' };
    case 'embedding':
      return { memory: 'gather' };
    case 'normalisation':
    case 'elementwise':
    case 'softmax':
    case 'reduction':
    case 'routing':
    case 'scan':
    case 'memory':
    case 'optimizer':
    case 'other':
      return { memory: 'memory' };
    case 'communication':
    case 'dataloading':
    case 'synchronisation':
      return undefined;
  }
};

/** A kernel takes at least this long, however little it does: start, one trip to memory, end. Seconds. */
const KERNEL_FLOOR = 2e-6;

const computeRate = (machine: Machine, dtype: Dtype, rate: RateClass): number =>
  machine.arithmetic(dtype).peak * machine.rates[rate].fraction;
const memoryRate = (machine: Machine, rate: RateClass): number =>
  machine.bandwidth * machine.rates[rate].fraction;

/**
 * How far an operator is from being bound by arithmetic on the machine it was measured on: 1 when it reached the achieved
 * rate of its class. One half where its operations are not recorded.
 */
const computeShare = (operator: Operator, rate: number): number => {
  const { flops, measured } = operator;
  if (
    flops === undefined ||
    flops === 0 ||
    measured?.deviceSeconds === undefined ||
    measured.deviceSeconds === 0
  )
    return 0.5;
  return Math.min(1, flops / measured.deviceSeconds / rate);
};

/** Time on `to` over time on `from` of work of this class; the range spans both limits where the class has two. */
const classRatio = (operator: Operator, kind: KernelClass, from: Machine, to: Machine): Range<number> => {
  const dtype = operator.dtype ?? 'bf16';
  const memory = memoryRate(from, kind.memory) / memoryRate(to, kind.memory);
  const spread = from.rates[kind.memory].spread * to.rates[kind.memory].spread;
  if (kind.compute === undefined) return { low: memory / spread, mid: memory, high: memory * spread };
  const rate = computeRate(from, dtype, kind.compute);
  const compute = rate / computeRate(to, dtype, kind.compute);
  const wide = from.rates[kind.compute].spread * to.rates[kind.compute].spread;
  const share = computeShare(operator, rate);
  return {
    low: Math.min(memory / spread, compute / wide),
    mid: compute ** share * memory ** (1 - share),
    high: Math.max(memory * spread, compute * wide),
  };
};

const linkRatio = (from: Machine, to: Machine): Range<number> => {
  const [a, b] = [from.part.links[0]?.bandwidth.value, to.part.links[0]?.bandwidth.value];
  if (a === undefined || b === undefined) return { low: 0.5, mid: 1, high: 2 };
  return { low: Math.min(1, a / b) / 1.5, mid: a / b, high: Math.max(1, a / b) * 1.5 };
};

/** Where the operator's own arithmetic is known, both machines' models time it and their ratio counts. */
const modelled = (operator: Operator, from: Machine, to: Machine): Range<number> | undefined => {
  if (operator.shape === undefined || operator.bytes === undefined) return undefined;
  const before = timeOf(operator, from);
  const after = timeOf(operator, to);
  if (before.seconds === 0) return undefined;
  const mid = after.seconds / before.seconds;
  const spread = Math.sqrt(before.spread * after.spread);
  return { low: mid / spread, mid, high: mid * spread };
};

/** How much longer a measured operator takes on `to` than on `from`, where it was measured. */
export const timeRatio = (operator: Operator, from: Machine, to: Machine): Range<number> => {
  if (from.part.id === to.part.id) return exactly(1);
  const known = modelled(operator, from, to);
  if (known !== undefined) return known;
  if (operator.category === 'communication') return linkRatio(from, to);
  const kind = classOf(operator.category);
  return kind === undefined ? exactly(1) : classRatio(operator, kind, from, to);
};

/** The measured device time of an operator as it would be on `to`: what exceeds the kernels' floor scales by the ratio. */
export const projectedSeconds = (operator: Operator, from: Machine, to: Machine): Range<number> => {
  const measured = operator.measured?.deviceSeconds ?? 0;
  const ratio = timeRatio(operator, from, to);
  if (from.part.id === to.part.id) return exactly(measured);
  const floor = Math.min(measured, operator.count * KERNEL_FLOOR);
  const scaled = (factor: number): number => floor + (measured - floor) * factor;
  return { low: scaled(ratio.low), mid: scaled(ratio.mid), high: scaled(ratio.high) };
};

/** What a board does while an operator of this kind runs, as a share of its peaks: known work counted, else typical work. */
export const activityOf = (operator: Operator, seconds: number, machine: Machine): Activity => {
  if (seconds === 0) return { busy: 0, compute: 0, memory: 0 };
  if (operator.shape !== undefined && operator.bytes !== undefined) {
    const cost = timeOf(operator, machine);
    return {
      busy: 1,
      compute: Math.min(1, cost.drawn / seconds),
      memory: Math.min(1, cost.bytes / machine.bandwidth / seconds),
    };
  }
  const kind = classOf(operator.category);
  if (kind === undefined) return { busy: 1, compute: 0, memory: 0 };
  const memory = machine.rates[kind.memory].fraction;
  return kind.compute === undefined
    ? { busy: 1, compute: 0, memory: 0.7 * memory }
    : { busy: 1, compute: 0.5 * machine.rates[kind.compute].fraction, memory: 0.4 * memory };
};
