import { convolution } from '../../graph/convolution';
import { linear } from '../../graph/linear';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { norm } from '../../graph/norm';
import { scan } from '../../graph/scan';
import type { LayerContext } from './context';

/** Mamba-2's state-space dual (arXiv:2405.21060). */
export interface Mamba2Part {
  readonly kind: 'mamba2';
  readonly heads: number;
  readonly headDim: number;
  /** Groups of heads that share B and C. */
  readonly groups: number;
  /** State per channel. */
  readonly state: number;
  readonly convolution: number;
  readonly convolutionBias: boolean;
  readonly bias: boolean;
  readonly name?: string;
  /** Bias of the last matrix where it differs. */
  readonly outBias?: boolean;
  /** Normalises what comes out of the scan; on unless said. */
  readonly norm?: boolean;
}

export const mamba2Node = ({ hidden, names }: LayerContext, part: Mamba2Part): ModuleNode => {
  const { heads, groups, state } = part;
  const inner = heads * part.headDim;
  const convolved = inner + 2 * groups * state;
  return group(part.name ?? names.mixer, [
    leaf(
      'in_proj',
      linear({ in: hidden, out: inner + convolved + heads, bias: part.bias, parallel: 'column' }),
    ),
    leaf(
      'conv1d',
      convolution({
        in: convolved,
        out: convolved,
        kernel: [part.convolution],
        groups: convolved,
        bias: part.convolutionBias,
      }),
    ),
    leaf(
      'scan',
      scan({
        // A, D and the time step's bias, each per head.
        parameters: 3 * heads,
        // Per channel and state: decay, input, output; per channel: D and the time step.
        flopsPerPosition: 5 * inner * state + 4 * inner,
        reads: convolved + heads,
        writes: inner,
        stateElements: inner * state,
        convolutionElements: convolved * part.convolution,
      }),
    ),
    ...(part.norm === false ? [] : [leaf('norm', norm({ width: inner, weights: 'scale' }))]),
    leaf('out_proj', linear({ in: inner, out: hidden, bias: part.outBias ?? part.bias, parallel: 'row' })),
  ]);
};
