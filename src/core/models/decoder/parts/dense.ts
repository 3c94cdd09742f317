import { elementwise } from '../../graph/elementwise';
import { linear } from '../../graph/linear';
import { leaf, type ModuleNode } from '../../graph/node';
import type { LayerContext } from './context';

/** An ordinary feed-forward part. */
export interface DenseFfn {
  readonly kind: 'dense';
  readonly width: number;
  /** Two input projections, one gating the other (SwiGLU, GeGLU). */
  readonly gated: boolean;
  readonly bias: boolean;
  /** One matrix for both input projections. */
  readonly fused?: string;
}

/** The modules of a feed-forward part. */
export const denseChildren = ({ hidden, names }: LayerContext, ffn: DenseFfn): readonly ModuleNode[] => {
  const into = (name: string, out = ffn.width) =>
    leaf(name, linear({ in: hidden, out, bias: ffn.bias, parallel: 'column' }));
  const inputs = !ffn.gated
    ? [into(names.up)]
    : ffn.fused === undefined
      ? [into(names.gate), into(names.up)]
      : [into(ffn.fused, 2 * ffn.width)];
  return [
    ...inputs,
    leaf(
      'activation',
      elementwise({
        ...(ffn.gated ? { chain: 'gated-activation' as const } : {}),
        reads: (ffn.gated ? 2 : 1) * ffn.width,
        writes: ffn.width,
        parallel: 'column',
      }),
    ),
    leaf(names.down, linear({ in: ffn.width, out: hidden, bias: ffn.bias, parallel: 'row' })),
  ];
};
