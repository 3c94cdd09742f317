import { bytes, flops } from '../../units/quantity';
import type { Operator, OperatorBytes, OperatorShape } from '../../workload/workload';

const NOTHING = bytes(0);

/** A gradient's traffic: what the forward pass moved is read or written once more, and so is its gradient. */
const gradientBytes = (moved: OperatorBytes, weights: number): OperatorBytes => ({
  weights: bytes(weights),
  read: bytes(moved.read + moved.kvRead + moved.written),
  written: moved.read,
  kvRead: NOTHING,
  kvWritten: NOTHING,
});

const inputShape = (shape: OperatorShape | undefined): OperatorShape | undefined =>
  shape?.kind === 'attention' || shape === undefined ? shape : { ...shape, n: shape.k, k: shape.n };

const weightShape = (shape: OperatorShape | undefined): OperatorShape | undefined =>
  shape?.kind === 'attention' || shape === undefined ? shape : { ...shape, m: shape.k, k: shape.m };

const gradient = (
  operator: Operator,
  suffix: string,
  shape: OperatorShape | undefined,
  weights: number,
): Operator => {
  const {
    parameters: _parameters,
    activeParameters: _active,
    shape: _shape,
    bytes: moved,
    ...rest
  } = operator;
  return {
    ...rest,
    name: `${operator.name}.${suffix}`,
    ...(moved === undefined ? {} : { bytes: gradientBytes(moved, weights) }),
    ...(shape === undefined ? {} : { shape }),
  };
};

/** Work without matrix products: as much again, and its gradient. */
const plainGradient = (operator: Operator): Operator => {
  const whole = gradient(operator, 'gradient', operator.shape, operator.bytes?.weights ?? 0);
  return operator.flops === undefined ? whole : { ...whole, flops: flops(2 * operator.flops) };
};

/**
 * The backward pass of an operator: for a product y = x·W the gradients dx = dy·Wᵀ and dW = xᵀ·dy, each as much work
 * as the product; attention's two halves likewise. Weights that do not learn have no dW.
 */
export const backward = (operator: Operator, learns: boolean): readonly Operator[] => {
  if (operator.category === 'embedding') return learns ? [plainGradient(operator)] : [];
  if (operator.shape === undefined) return [plainGradient(operator)];
  const weights = operator.bytes?.weights ?? 0;
  const input = gradient(operator, 'input-gradient', inputShape(operator.shape), weights);
  if (operator.category !== 'attention' && !learns) return [input];
  return [input, gradient(operator, 'weight-gradient', weightShape(operator.shape), weights)];
};

/** A forward operator that is run again in the backward pass, because its result was not kept. */
export const recompute = (operator: Operator): Operator => {
  const { parameters: _parameters, activeParameters: _active, ...rest } = operator;
  return { ...rest, name: `${operator.name}.recompute` };
};
