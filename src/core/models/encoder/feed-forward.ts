import { elementwise } from '../graph/elementwise';
import { linear } from '../graph/linear';
import { group, leaf, type ModuleNode } from '../graph/node';

export interface FeedForward {
  readonly name: string;
  /** Width that comes in and, unless `out` says otherwise, goes out. */
  readonly width: number;
  readonly inner: number;
  readonly out?: number;
  /** Two input projections, one gating the other. */
  readonly gate?: string;
  /** The gate and the input as one matrix of twice the width, under the name `up`. */
  readonly gateFused?: boolean;
  readonly bias?: boolean;
  readonly up?: string;
  readonly down?: string;
  readonly fields?: readonly string[];
}

/** Two matrices with an activation between (arXiv:1706.03762), or gated as in GLU variants (arXiv:2002.05202). */
export const feedForward = (block: FeedForward): ModuleNode => {
  const { width, inner, fields } = block;
  const bias = block.bias ?? true;
  const gated = block.gate !== undefined || block.gateFused === true;
  const into = (name: string, out: number): ModuleNode =>
    leaf(name, linear({ in: width, out, bias, parallel: 'column' }), fields);
  return group(block.name, [
    ...(block.gate === undefined ? [] : [into(block.gate, inner)]),
    into(block.up ?? 'fc1', block.gateFused === true ? 2 * inner : inner),
    leaf(
      'activation',
      elementwise({
        ...(gated ? { chain: 'gated-activation' as const } : {}),
        reads: (gated ? 2 : 1) * inner,
        writes: inner,
        parallel: 'column',
      }),
    ),
    leaf(block.down ?? 'fc2', linear({ in: inner, out: block.out ?? width, bias, parallel: 'row' }), fields),
  ]);
};
