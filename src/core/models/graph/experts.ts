import { bytesPerElement } from '../../workload/dtype';
import { arithmeticFormat, matmulFlops, type Pass, type Primitive, tokensOf, traffic } from './primitive';

export interface ExpertsSpec {
  readonly in: number;
  readonly out: number;
  /** Matrices there are. */
  readonly experts: number;
  /** Matrices each token goes through. */
  readonly perToken: number;
  readonly bias?: boolean;
}

/**
 * Experts that a batch of tokens reaches: E·(1 − (1 − k/E)^tokens), when each token picks k of E with equal odds.
 * Only their weights are read.
 */
export const expertsReached = (experts: number, perToken: number, tokens: number): number =>
  experts * (1 - (1 - perToken / experts) ** tokens);

/**
 * Rows computed per row needed under static gating, E·C/k: each of E experts gets room for a share C of the tokens,
 * used or not, of which each token needs k (Huang et al., "Towards MoE Deployment", arXiv:2303.06182).
 */
export const capacityWaste = (experts: number, perToken: number, capacity: number): number =>
  (experts * capacity) / perToken;

const rowsOf = ({ experts, perToken }: ExpertsSpec, pass: Pass): number =>
  tokensOf(pass) *
  perToken *
  (pass.expertCapacity === undefined ? 1 : capacityWaste(experts, perToken, pass.expertCapacity));

/** E matrices of in × out, of which each token is multiplied by k: as many small products as experts are reached. */
export const experts = (spec: ExpertsSpec): Primitive => {
  const one = spec.in * spec.out + (spec.bias === true ? spec.out : 0);
  return {
    kind: 'experts',
    parameters: spec.experts * one,
    activeParameters: spec.perToken * one,
    quantised: true,
    operators: (pass) => {
      const rows = rowsOf(spec, pass);
      const reached = expertsReached(spec.experts, spec.perToken, tokensOf(pass));
      const element = bytesPerElement(pass.formats.activation);
      const weight = pass.formats.experts ?? pass.formats.weight;
      return [
        {
          category: 'linear',
          flops: matmulFlops(rows, spec.out, spec.in),
          bytes: traffic({
            weights: reached * one * bytesPerElement(weight),
            read: rows * spec.in * element,
            written: rows * spec.out * element,
          }),
          dtype: arithmeticFormat({ ...pass.formats, weight }, true),
          weightDtype: weight,
          shape: { kind: 'matmul', m: rows / reached, n: spec.out, k: spec.in, groups: reached },
          parallel: 'expert',
        },
      ];
    },
  };
};
