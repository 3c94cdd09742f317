import { scan } from './scan';
import type { Primitive } from './primitive';

export interface GatedLinearAttentionSpec {
  readonly heads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  /** Weights of the recurrence itself: decays, biases of the time step. */
  readonly parameters?: number;
  /** Elements that a short convolution keeps beside the state. */
  readonly convolutionElements?: number;
}

/**
 * Linear attention with a decaying state of keyDim × valueDim per head: per position it decays, takes in an outer
 * product and is multiplied by the query, five operations per element of the state (arXiv:2312.06635).
 */
export const gatedLinearAttention = (spec: GatedLinearAttentionSpec): Primitive => {
  const { heads, keyDim, valueDim } = spec;
  const state = heads * keyDim * valueDim;
  return scan({
    parameters: spec.parameters ?? 0,
    flopsPerPosition: 5 * state,
    reads: heads * (2 * keyDim + valueDim),
    writes: heads * valueDim,
    stateElements: state,
    ...(spec.convolutionElements === undefined ? {} : { convolutionElements: spec.convolutionElements }),
  });
};
