import { bytes } from '../../units/quantity';
import { bytesPerElement } from '../../workload/dtype';
import type { Operator, Phase, Workload } from '../../workload/workload';
import type { Formats } from '../graph/primitive';
import { parametersOf } from '../graph/node';
import type { Model, Run } from '../model';
import { adapterOperators } from './adapters';
import { backward, recompute } from './backward';
import { keptActivations } from './kept';
import { type Optimizer, optimizerBytes, type Training } from './training';

/** One update of all learned weights: gradient, copy and moments are read, copy, moments and weight written. */
const update = (learned: number, optimizer: Optimizer, weight: number, gradient: number): Operator => {
  const state = optimizerBytes[optimizer];
  return {
    name: optimizer,
    category: 'optimizer',
    count: 1,
    bytes: {
      weights: bytes(0),
      read: bytes(learned * (gradient + state)),
      written: bytes(learned * (state + weight)),
      kvRead: bytes(0),
      kvWritten: bytes(0),
    },
    dtype: 'fp32',
  };
};

const backwardPhase = (
  forward: readonly Operator[],
  adapters: readonly Operator[],
  { checkpointing, adapters: frozen }: Training,
): readonly Operator[] => [
  ...(checkpointing === 'full' ? [...forward, ...adapters].map(recompute) : []),
  ...forward.flatMap((operator) => backward(operator, frozen === undefined)),
  ...adapters.flatMap((operator) => backward(operator, true)),
];

/**
 * One step of training: a forward pass over the batch, the backward pass with twice its matrix work, and the update
 * (three times the forward pass in all, four with full checkpointing).
 */
export const trainingWorkload = (
  model: Model,
  run: Run,
  training: Training,
  formats: Formats,
  forward: readonly Operator[],
  weights: number,
): Workload => {
  const element = bytesPerElement(formats.activation);
  const adapters = training.adapters === undefined ? [] : adapterOperators(forward, training.adapters);
  const adapted = adapters.reduce((sum, { parameters = 0 }) => sum + parameters, 0);
  const learned = training.adapters === undefined ? parametersOf(model.root) : adapted;
  const phases: readonly Phase[] = [
    { name: 'forward', repeats: 1, operators: [...forward, ...adapters] },
    { name: 'backward', repeats: 1, operators: backwardPhase(forward, adapters, training) },
    {
      name: 'optimizer',
      repeats: 1,
      operators: [update(learned, training.optimizer, element, element)],
    },
  ];
  return {
    name: model.name,
    source: { kind: 'model', format: model.format, family: model.family },
    unit: model.unit,
    units: model.unit === 'token' ? run.batch * run.input : model.units(run),
    batch: run.batch,
    phases,
    memory: {
      weights: bytes(weights + adapted * element),
      kv: bytes(0),
      activations: bytes(keptActivations([...forward, ...adapters], training.checkpointing)),
      gradients: bytes(learned * element),
      optimizer: bytes(learned * optimizerBytes[training.optimizer]),
    },
  };
};
