import type { Operator } from '../../workload/workload';
import type { Checkpointing } from './training';

/** The layer that an operator stands in: its path up to the repeated part. */
const layerOf = ({ module }: Operator): string | undefined => {
  const end = module?.indexOf('.*') ?? -1;
  return end === -1 ? undefined : module?.slice(0, end);
};

const parentOf = ({ module }: Operator): string => module?.slice(0, module.lastIndexOf('.')) ?? '';

/** Bytes of an operator's input that its gradient needs. Additions and rotations need none. */
const keptInput = ({ category, name, bytes: moved }: Operator): number => {
  if (moved === undefined) return 0;
  switch (category) {
    case 'attention':
      return moved.read + moved.kvRead;
    case 'elementwise':
      return name === 'activation' ? moved.read : 0;
    case 'embedding':
    case 'routing':
      return 0;
    default:
      return moved.read;
  }
};

/** Projections that follow one another in a module read one input, which is kept once. */
const withoutShared = (forward: readonly Operator[]): readonly Operator[] =>
  forward.filter((operator, i) => {
    const before = forward[i - 1];
    return (
      before?.category !== 'linear' ||
      operator.category !== 'linear' ||
      parentOf(before) !== parentOf(operator) ||
      before.bytes?.read !== operator.bytes?.read
    );
  });

const sum = (operators: readonly Operator[]): number =>
  operators.reduce((total, operator) => total + keptInput(operator), 0);

/** Each layer's input, and what all operators of one layer, the largest, keep while it is run again. */
const layerInputs = (forward: readonly Operator[]): number => {
  const layers = new Map<string | undefined, Operator[]>();
  for (const operator of forward) {
    const layer = layerOf(operator);
    layers.set(layer, [...(layers.get(layer) ?? []), operator]);
  }
  let inputs = 0;
  let largest = 0;
  for (const [layer, operators] of layers) {
    if (layer === undefined) inputs += sum(operators);
    else {
      const first = operators.find((operator) => keptInput(operator) > 0);
      inputs += first === undefined ? 0 : keptInput(first);
      largest = Math.max(largest, sum(operators) / Math.max(1, first?.count ?? 1));
    }
  }
  return inputs + largest;
};

/**
 * Bytes of activations that stand between forward and backward. Without checkpointing that is every operator's
 * input; a transformer layer of multi-head attention then keeps 32 bytes per position and hidden element, which is
 * Korthikanti et al.'s 34 (arXiv:2205.05198, equation 1) without its two bytes of dropout masks, and without the S²
 * term, which fused attention does not store.
 */
export const keptActivations = (forward: readonly Operator[], checkpointing: Checkpointing): number => {
  const kept = withoutShared(forward);
  return checkpointing === 'full' ? layerInputs(kept) : sum(kept);
};
