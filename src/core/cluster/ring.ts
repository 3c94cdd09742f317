import { bytesPerElement } from '../workload/dtype';
import type { Operator } from '../workload/workload';
import type { Network } from './collectives';
import type { Parallelism } from './parallelism';

/** How many ways context parallelism divides an operator's rows: no finer than one row, as in a decode step of few sequences. */
export const contextWays = ({ shape }: Operator, { context = 1 }: Parallelism, groups: number): number => {
  if (context === 1 || shape === undefined) return context;
  if (shape.kind === 'attention') return shape.query > 1 ? context : 1;
  return Math.min(context, Math.max(1, shape.m / groups));
};

/**
 * Seconds of ring attention that one pass waits for, beyond the attention behind which blocks travel (H. Liu et al., "Ring
 * Attention with Blockwise Transformers", arXiv:2310.01889, section 3): each rank holds a part of every sequence and
 * works on one block of keys and values while it sends the last one on, c − 1 times; a step takes the longer of the
 * two. Windowed layers need the blocks that the window reaches. In a decode step the queries travel in place of the
 * cache, and their partial results return all to all (A. Yang et al., arXiv:2411.01783: passing Q).
 * @param whole An attention operator: all its executions in the pass.
 * @param share One rank's share of it.
 * @param seconds What that share takes on the device.
 */
export const ringSeconds = (
  { shape: whole, count, dtype }: Operator,
  { shape }: Operator,
  seconds: number,
  { tensor, context = 1 }: Parallelism,
  network: Network,
): number => {
  if (context === 1 || shape?.kind !== 'attention' || whole?.kind !== 'attention') return 0;
  const element = bytesPerElement(dtype ?? 'bf16');
  const { sequences, heads, kvHeads, headDim, valueDim } = shape;
  const decoding = whole.query <= 1;
  const block = Math.max(whole.query, whole.context) / context;
  const sent = decoding
    ? (sequences * heads * headDim * element) / context
    : sequences * block * kvHeads * (headDim + valueDim) * element;
  const steps = decoding
    ? context - 1
    : Math.min(context - 1, Math.ceil(whole.context / (whole.query / context)));
  const send = network.seconds('send', sent, tensor * context);
  const back = decoding ? network.seconds('all-to-all', sequences * heads * valueDim * element, context) : 0;
  return count * (steps * Math.max(0, send - seconds / count / context) + back);
};
