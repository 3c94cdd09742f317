import { convolution } from '../../graph/convolution';
import { linear } from '../../graph/linear';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { norm } from '../../graph/norm';
import { scan } from '../../graph/scan';
import type { LayerContext } from './context';

/** Mamba's selective state space (arXiv:2312.00752). */
export interface MambaPart {
  readonly kind: 'mamba';
  /** Channels of the recurrence. */
  readonly inner: number;
  /** State per channel. */
  readonly state: number;
  /** Rank that the time step is projected from. */
  readonly rank: number;
  readonly convolution: number;
  readonly convolutionBias: boolean;
  readonly bias: boolean;
  /** Normalises the time step, B and C (Jamba). */
  readonly innerNorms?: boolean;
  readonly name?: string;
}

export const mambaNode = ({ hidden, names }: LayerContext, part: MambaPart): ModuleNode => {
  const { inner, state, rank } = part;
  const small = (name: string, width: number) => leaf(name, norm({ width, weights: 'scale' }));
  return group(part.name ?? names.mixer, [
    leaf('in_proj', linear({ in: hidden, out: 2 * inner, bias: part.bias, parallel: 'column' })),
    leaf(
      'conv1d',
      convolution({
        in: inner,
        out: inner,
        kernel: [part.convolution],
        groups: inner,
        bias: part.convolutionBias,
      }),
    ),
    leaf('x_proj', linear({ in: inner, out: rank + 2 * state, parallel: 'row' })),
    ...(part.innerNorms === true
      ? [small('dt_layernorm', rank), small('b_layernorm', state), small('c_layernorm', state)]
      : []),
    leaf('dt_proj', linear({ in: rank, out: inner, bias: true, parallel: 'column' })),
    leaf(
      'scan',
      scan({
        // A per channel and state, D per channel.
        parameters: inner * state + inner,
        // 9 per channel and state, 2 per channel for D and the gate: the count that VMamba made usual.
        flopsPerPosition: 9 * inner * state + 2 * inner,
        reads: 3 * inner + 2 * state,
        writes: inner,
        stateElements: inner * state,
        convolutionElements: inner * part.convolution,
      }),
    ),
    leaf('out_proj', linear({ in: inner, out: hidden, bias: part.bias, parallel: 'row' })),
  ]);
};
