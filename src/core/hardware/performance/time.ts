import { bytesPerElement } from '../../workload/dtype';
import type { Operator, OperatorShape } from '../../workload/workload';
import type { Unfused } from './engines';
import { type Machine, streamClass } from './machine';
import type { Rate } from './rates';
import { tileEfficiency } from './tiles';

/** What an operator costs on one accelerator, over all its executions in one pass. Times in seconds. */
export interface OperatorCost {
  /** On the device: the larger of compute and memory, smoothly, and the gaps between its kernels. */
  readonly seconds: number;
  readonly compute: number;
  readonly memory: number;
  /** Of `seconds`, copies around an attention kernel, which are kernels of their own. */
  readonly copies: number;
  /** Gaps between kernels, and small kernels in them. */
  readonly gaps: number;
  readonly kernels: number;
  /** Operations done, padding left out and the causal half not counted. */
  readonly flops: number;
  /** Bytes that went to and from device memory. */
  readonly bytes: number;
  /** Seconds of the arithmetic at its peak, as many as draw the same in 16 bits. */
  readonly drawn: number;
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
  readonly drawn: number;
  readonly computeRate: Rate;
  readonly memoryRate: Rate;
  /** Seconds and bytes of copies before and after; absent where there are none. */
  readonly copies?: { readonly seconds: number; readonly bytes: number } | undefined;
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

/** Elements that kernels find by index arithmetic, as the bytes that could have been streamed in their time. */
const indexedBytes = (elements: number, { engine }: Machine): number => elements * engine.terms.indexed.value;

/** Query, keys, values and output are copied each in a kernel of its own. */
const COPY_KERNELS = 4;

/** Copying a cache that one position joins streams it; other copies turn heads and positions round, element by element. */
const copying = (operator: Operator, query: number, machine: Machine): Work['copies'] => {
  const { copies } = machine.engine;
  const moved = operator.bytes;
  if (copies === undefined || moved === undefined) return undefined;
  const turned = moved.read * copies.query + moved.written * copies.output;
  const cached = moved.kvRead * copies.cache;
  const element = bytesPerElement(operator.dtype ?? 'bf16');
  const streamed = query === 1 ? 2 * cached : 0;
  const indexed = query === 1 ? turned : turned + cached;
  return {
    seconds:
      (streamed + indexedBytes(indexed / element, machine)) /
      (machine.bandwidth * machine.rates.memory.fraction),
    bytes: 2 * (turned + cached),
  };
};

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
  const copies = copying(operator, shape.query, machine);
  return {
    compute: flops / (arithmetic.peak * rates.attentionPrefill.fraction * attention.value * fill),
    memory:
      cached / (bandwidth * rates.attentionDecode.fraction * attention.value) +
      streamed / (bandwidth * rates.memory.fraction),
    flops,
    bytes: cached + streamed,
    drawn: (flops / arithmetic.peak) * arithmetic.drawn,
    computeRate: rates.attentionPrefill,
    memoryRate: rates.attentionDecode,
    copies,
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
    drawn: (flops / arithmetic.peak) * arithmetic.drawn,
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
  const arithmetic = flops === 0 ? undefined : machine.arithmetic(operator.dtype ?? 'bf16');
  return {
    compute: arithmetic === undefined ? 0 : flops / (arithmetic.peak * rates.matmul.fraction),
    memory: gathered / (bandwidth * rates.gather.fraction) + streamed / (bandwidth * rates.memory.fraction),
    flops,
    bytes: gathered + streamed,
    drawn: arithmetic === undefined ? 0 : (flops / arithmetic.peak) * arithmetic.drawn,
    computeRate: rates.matmul,
    memoryRate: gathers ? rates.gather : rates.memory,
  };
};

/** Work that the engine does not fuse: the bytes of its kernels that stream, and the elements of those that do not. */
const chainWork = (operator: Operator, unfused: Unfused, machine: Machine): Work => {
  const { rates, bandwidth } = machine;
  const elements = (operator.bytes?.written ?? 0) / bytesPerElement(operator.dtype ?? 'bf16');
  const streamed = elements * unfused.streamed + indexedBytes(elements * unfused.indexed, machine);
  return {
    compute: 0,
    memory: streamed / (bandwidth * rates.memory.fraction),
    flops: operator.flops ?? 0,
    bytes: elements * unfused.moved,
    drawn: 0,
    computeRate: rates.memory,
    memoryRate: rates.memory,
  };
};

const unfusedIn = ({ chain }: Operator, { engine }: Machine): Unfused | undefined =>
  chain === undefined ? undefined : engine.chains.get(chain);

const workOf = (operator: Operator, machine: Machine, traffic: number): Work => {
  const { shape } = operator;
  switch (shape?.kind) {
    case 'attention':
      return attentionWork(operator, shape, machine, traffic);
    case 'matmul':
    case 'convolution':
      return productWork(operator, shape, machine, traffic);
    case undefined: {
      const unfused = unfusedIn(operator, machine);
      return unfused === undefined
        ? dataWork(operator, machine, traffic)
        : chainWork(operator, unfused, machine);
    }
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
  const own = operator.count * (unfusedIn(operator, machine)?.kernels ?? engine.kernels(operator.category));
  const around = work.copies === undefined ? 0 : operator.count * COPY_KERNELS;
  const kernels = own + around;
  const copies = (work.copies?.seconds ?? 0) + around * engine.terms.kernel.value;
  const gaps = kernels * engine.terms.gap.value + quantising(operator, machine);
  return {
    seconds: together(work.compute, work.memory) + own * engine.terms.kernel.value + copies + gaps,
    compute: work.compute,
    memory: work.memory,
    copies,
    gaps,
    kernels,
    flops: work.flops,
    bytes: work.bytes + (work.copies?.bytes ?? 0),
    drawn: work.drawn,
    spread: (work.compute > work.memory ? work.computeRate : work.memoryRate).spread,
  };
};
