import { bytes, flops } from '../../units/quantity';
import { bytesPerElement, type Dtype } from '../../workload/dtype';
import type { Resident } from '../../workload/resident';
import type { Operator } from '../../workload/workload';
import type { SideNetwork } from './training';

/** Gates of a GRU: reset, update, candidate. */
const GATES = 3;

/**
 * READ beside a model of `layers` layers of `hidden` elements (arXiv:2305.15348): a GRU takes the output of one layer
 * after another as its sequence, for each of `tokens` positions, and its last state is added to the last layer's output.
 */
export const sideOperators = (
  side: SideNetwork,
  { layers, hidden, tokens, dtype }: { layers: number; hidden: number; tokens: number; dtype: Dtype },
): readonly Operator[] => {
  const element = bytesPerElement(dtype);
  const cell = GATES * side.width;
  const product = (name: string, n: number, k: number, count: number, parameters: number): Operator => ({
    name,
    module: `side_network.${name}`,
    category: 'linear',
    count,
    flops: flops(2 * tokens * n * k * count),
    bytes: {
      weights: bytes(parameters * element * count),
      read: bytes(tokens * k * element * count),
      written: bytes(tokens * n * element * count),
      kvRead: bytes(0),
      kvWritten: bytes(0),
    },
    dtype,
    shape: { kind: 'matmul', m: tokens, n, k },
    // One cell for all layers.
    parameters,
    activeParameters: parameters,
    parallel: 'replicated',
  });
  const norm: Operator = {
    name: 'norm',
    module: 'side_network.norm',
    category: 'normalisation',
    count: layers,
    bytes: {
      weights: bytes(hidden * element * layers),
      read: bytes(tokens * hidden * element * layers),
      written: bytes(tokens * hidden * element * layers),
      kvRead: bytes(0),
      kvWritten: bytes(0),
    },
    dtype,
    parameters: hidden,
    activeParameters: hidden,
    parallel: 'replicated',
  };
  return [
    norm,
    product('input', cell, hidden, layers, cell * (hidden + 1)),
    product('recurrence', cell, side.width, layers, cell * (side.width + 1)),
    product('output', hidden, side.width, 1, side.width * hidden + hidden),
  ];
};

/** The side network's weights, which every rank of the last stage holds. */
export const sideWeights = (operators: readonly Operator[], element: number): readonly Resident[] =>
  operators.map(({ module = '', parameters = 0 }) => ({
    module,
    place: 'behind',
    parallel: 'replicated',
    parameters,
    bytes: bytes(parameters * element),
    learns: true,
  }));
