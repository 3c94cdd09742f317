import { convolution } from '../../graph/convolution';
import { linear } from '../../graph/linear';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { norm } from '../../graph/norm';
import { scan } from '../../graph/scan';
import type { LayerContext } from './context';

/** Linear attention by a gated delta rule (Gated DeltaNet, arXiv:2412.06464), as Qwen3-Next has it. */
export interface GatedDeltaPart {
  readonly kind: 'gated-delta';
  readonly keyHeads: number;
  readonly keyDim: number;
  readonly valueHeads: number;
  readonly valueDim: number;
  readonly convolution: number;
}

export const gatedDeltaNode = ({ hidden }: LayerContext, part: GatedDeltaPart): ModuleNode => {
  const keys = part.keyHeads * part.keyDim;
  const values = part.valueHeads * part.valueDim;
  const convolved = 2 * keys + values;
  const state = part.valueHeads * part.keyDim * part.valueDim;
  const into = (name: string, out: number) => leaf(name, linear({ in: hidden, out, parallel: 'column' }));
  return group('linear_attn', [
    into('in_proj_qkvz', convolved + values),
    into('in_proj_ba', 2 * part.valueHeads),
    leaf(
      'conv1d',
      convolution({
        in: convolved,
        out: convolved,
        kernel: [part.convolution],
        groups: convolved,
        bias: false,
      }),
    ),
    leaf(
      'delta',
      scan({
        // Decay and time-step bias per head.
        parameters: 2 * part.valueHeads,
        // Per element of state: decay, read for the delta, rank-one update, read for the output.
        flopsPerPosition: 7 * state,
        reads: convolved + 2 * part.valueHeads,
        writes: values,
        stateElements: state,
        convolutionElements: convolved * part.convolution,
      }),
    ),
    leaf('norm', norm({ width: part.valueDim, weights: 'scale', vectors: part.valueHeads })),
    leaf('out_proj', linear({ in: values, out: hidden, parallel: 'row' })),
  ]);
};
