import { bytesPerElement } from '../../workload/dtype';
import type { Operator, OperatorShape } from '../../workload/workload';
import { type Machine, streamClass } from './machine';
import type { Rate } from './rates';
import { tileEfficiency } from './tiles';

/** What an operator costs on one accelerator, over all its executions in one pass. Times in seconds. */
export interface OperatorCost {
  /** On the device: the larger of compute and memory, smoothly, and the gaps between its kernels. */
  readonly seconds: number;
  readonly compute: number;
  readonly memory: number;
  /** Gaps between kernels, and small kernels in them. */
  readonly gaps: number;
  readonly kernels: number;
  /** Operations done, padding left out and the causal half not counted. */
  readonly flops: number;
  /** Bytes that went to and from device memory. */
  readonly bytes: number;
  /** Peak of the arithmetic used, flop/s; 0 where none was. */
  readonly peak: number;
  /** The truth lies between seconds / spread and seconds × spread. */
  readonly spread: number;
}

/**
 * Compute and memory overlap imperfectly near the ridge: t = (tc⁴ + tm⁴)^¼. The exponent is read off matrix products
 * at the ridge point of H100 (256 rows: 62 % of peak where either limit alone would give 71 % and 77 %).
 */
const together = (compute: number, memory: number): number => {
  const larger = Math.max(compute, memory);
  if (larger === 0) return 0;
  const ratio = Math.min(compute, memory) / larger;
  const squared = ratio * ratio;
  return larger * Math.sqrt(Math.sqrt(1 + squared * squared));
};

interface Work {
  /** Seconds if nothing but arithmetic took time. */
  readonly compute: number;
  /** Seconds if nothing but memory took time. */
  readonly memory: number;
  readonly flops: number;
  readonly bytes: number;
  readonly peak: number;
  readonly computeRate: Rate;
  readonly memoryRate: Rate;
}

/**
 * Share of the counted square that a causal mask leaves: query i of q sees context − q + i positions. Where a window
 * holds the context below q, the square is q × q, and all but the first queries see the whole window.
 */
export const causalShare = (query: number, context: number): number => {
  const partly = Math.min(query, context);
  return (query * context - (partly * (partly - 1)) / 2) / (query * Math.max(query, context));
};

/** Rows that attention needs per key head to fill a matrix unit. */
const ATTENTION_ROWS = 16;
/** Context at which prefill attention reaches half of its long-context rate. */
const ATTENTION_HALF = 256;

const attentionWork = (
  operator: Operator,
  shape: Extract<OperatorShape, { kind: 'attention' }>,
  machine: Machine,
  traffic: number,
): Work => {
  const { rates, bandwidth } = machine;
  const moved = operator.bytes;
  const { attention, keySharing } = machine.engine.terms;
  const sharing = shape.query > 1 ? 1 : 1 + keySharing.value * (shape.heads / shape.kvHeads - 1);
  const cached = moved === undefined ? 0 : moved.kvRead * sharing + moved.kvWritten;
  const streamed = moved === undefined ? 0 : (moved.read + moved.written + moved.weights) * traffic;
  const flops = (operator.flops ?? 0) * (shape.causal ? causalShare(shape.query, shape.context) : 1);
  const arithmetic = machine.arithmetic(operator.dtype ?? 'bf16');
  const rows = (shape.query * shape.heads) / shape.kvHeads;
  const fill =
    Math.min(1, rows / ATTENTION_ROWS) *
    (shape.query > 1 ? shape.context / (shape.context + ATTENTION_HALF) : 1);
  return {
    compute: flops / (arithmetic.peak * rates.attentionPrefill.fraction * attention.value * fill),
    memory:
      cached / (bandwidth * rates.attentionDecode.fraction * attention.value) +
      streamed / (bandwidth * rates.memory.fraction),
    flops,
    bytes: cached + streamed,
    peak: arithmetic.peak,
    computeRate: rates.attentionPrefill,
    memoryRate: rates.attentionDecode,
  };
};

/** Rows up to which a product is skinny, and from which it is not any more. */
const SKINNY_ROWS = 256;
const FULL_ROWS = 2048;

/** The share of peak that products of few rows are held to by kernels not made for them; no limit from 2048 rows on. */
const skinnyLimit = (rows: number, { engine }: Machine): number => {
  const { value } = engine.terms.skinny;
  if (value >= 1 || rows >= FULL_ROWS) return 1;
  const above = Math.max(0, Math.log(rows / SKINNY_ROWS) / Math.log(FULL_ROWS / SKINNY_ROWS));
  return value ** (1 - above);
};

const productWork = (
  operator: Operator,
  shape: Exclude<OperatorShape, { kind: 'attention' }>,
  machine: Machine,
  traffic: number,
): Work => {
  const { rates, bandwidth, blocks, tiled } = machine;
  const arithmetic = machine.arithmetic(operator.dtype ?? 'bf16');
  const groups = shape.kind === 'matmul' ? (shape.groups ?? 1) : 1;
  const { m, n, k } = shape;
  const flops = 2 * m * n * k * groups * operator.count;
  const computeRate = shape.kind === 'convolution' ? rates.convolution : rates[arithmetic.matmul];
  const { stream, matmul } = machine.engine.terms;
  const reached = Math.min(
    computeRate.fraction * matmul.value * (tiled ? tileEfficiency(m, n, k, groups, blocks) : 1),
    groups === 1 ? skinnyLimit(m, machine) : 1,
  );
  const memoryRate = rates[streamClass(operator.weightDtype ?? operator.dtype ?? 'bf16', arithmetic.dtype)];
  const moved = operator.bytes;
  const weights = moved?.weights ?? 0;
  const rest =
    moved === undefined ? 0 : (moved.read + moved.written + moved.kvRead + moved.kvWritten) * traffic;
  return {
    compute: reached === 0 ? 0 : flops / (arithmetic.peak * reached),
    memory:
      weights / (bandwidth * memoryRate.fraction * stream.value) + rest / (bandwidth * rates.memory.fraction),
    flops,
    bytes: weights + rest,
    peak: arithmetic.peak,
    computeRate,
    memoryRate,
  };
};

const dataWork = (operator: Operator, machine: Machine, traffic: number): Work => {
  const { rates, bandwidth } = machine;
  const moved = operator.bytes;
  const gathers = operator.category === 'embedding';
  const gathered = gathers ? (moved?.weights ?? 0) : 0;
  const total =
    moved === undefined ? 0 : moved.weights + moved.read + moved.written + moved.kvRead + moved.kvWritten;
  const streamed = (total - gathered) * traffic;
  const flops = operator.flops ?? 0;
  const peak = flops === 0 ? 0 : machine.arithmetic(operator.dtype ?? 'bf16').peak;
  return {
    compute: flops === 0 ? 0 : flops / (peak * rates.matmul.fraction),
    memory: gathered / (bandwidth * rates.gather.fraction) + streamed / (bandwidth * rates.memory.fraction),
    flops,
    bytes: gathered + streamed,
    peak,
    computeRate: rates.matmul,
    memoryRate: gathers ? rates.gather : rates.memory,
  };
};

const workOf = (operator: Operator, machine: Machine, traffic: number): Work => {
  const { shape } = operator;
  switch (shape?.kind) {
    case 'attention':
      return attentionWork(operator, shape, machine, traffic);
    case 'matmul':
    case 'convolution':
      return productWork(operator, shape, machine, traffic);
    case undefined:
      return dataWork(operator, machine, traffic);
  }
};

/** Putting the input of a product into its narrow format is a kernel of its own, however small the product. */
const quantising = ({ shape, dtype, count }: Operator, machine: Machine): number =>
  shape?.kind === 'matmul' && bytesPerElement(machine.arithmetic(dtype ?? 'bf16').dtype) < 2
    ? count * machine.engine.terms.quantise.value
    : 0;

/**
 * Time of an operator on one accelerator by the roofline with achieved rates (S. Williams et al., "Roofline", CACM 2009):
 * the larger of operations / (peak × fraction × tile efficiency) and bytes / (bandwidth × fraction), and a gap per kernel.
 */
export const timeOf = (operator: Operator, machine: Machine): OperatorCost => {
  const { engine } = machine;
  const work = workOf(operator, machine, engine.traffic(operator.category));
  const kernels = operator.count * engine.kernels(operator.category);
  const gaps = kernels * engine.terms.gap.value + quantising(operator, machine);
  return {
    seconds: together(work.compute, work.memory) + gaps,
    compute: work.compute,
    memory: work.memory,
    gaps,
    kernels,
    flops: work.flops,
    bytes: work.bytes,
    peak: work.peak,
    spread: (work.compute > work.memory ? work.computeRate : work.memoryRate).spread,
  };
};
