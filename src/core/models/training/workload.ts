import { Problem } from '../../problem';
import { bytes } from '../../units/quantity';
import { bytesPerElement } from '../../workload/dtype';
import type { Residency, Resident } from '../../workload/resident';
import type { Operator, Phase, Workload } from '../../workload/workload';
import type { Formats } from '../graph/primitive';
import type { Model, Run } from '../model';
import { layersOf } from '../residency';
import { adapterOperators, adapterWeights } from './adapters';
import { backward, recompute } from './backward';
import { keptActivations } from './kept';
import { sideOperators, sideWeights } from './side-network';
import { type Adapters, type Optimizer, optimizerBytes, type SideNetwork, type Training } from './training';

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

/** What learns beside frozen weights: its operators of the forward pass, and its weights. */
interface Beside {
  readonly operators: readonly Operator[];
  readonly weights: readonly Resident[];
}

const adapted = (model: Model, forward: readonly Operator[], adapters: Adapters, element: number): Beside => {
  const operators = adapterOperators(forward, adapters);
  if (operators.length === 0) {
    throw new Problem(
      `no projection of ${model.name} is called ${adapters.targets.join(' or ')}; expected names such as q_proj`,
    );
  }
  return { operators, weights: adapterWeights(forward, adapters, element, layersOf(model.root).placeOf) };
};

const accompanied = (
  model: Model,
  forward: readonly Operator[],
  side: SideNetwork,
  formats: Formats,
): Beside => {
  const back = forward.find(({ parallel, shape }) => parallel === 'row' && shape?.kind === 'matmul')?.shape;
  const { stacks } = layersOf(model.root);
  if (back?.kind !== 'matmul' || stacks !== 1) {
    throw new Problem(
      `not known: a side network beside ${stacks} stacks of layers (${model.family}); expected a model of one`,
    );
  }
  const shape = { layers: model.layers, hidden: back.n, tokens: back.m, dtype: formats.activation };
  const operators = sideOperators(side, shape);
  return { operators, weights: sideWeights(operators, bytesPerElement(formats.activation)) };
};

const besideOf = (
  model: Model,
  forward: readonly Operator[],
  { adapters, side }: Training,
  formats: Formats,
): Beside | undefined => {
  if (adapters !== undefined && side !== undefined)
    throw new Problem('adapters and a side network together are not known; expected one of them');
  if (adapters !== undefined) return adapted(model, forward, adapters, bytesPerElement(formats.activation));
  return side === undefined ? undefined : accompanied(model, forward, side, formats);
};

/** A side network sends nothing back through the model, so the model's pass is neither kept nor run again. */
const backwardPhase = (
  forward: readonly Operator[],
  beside: Beside | undefined,
  { checkpointing, side, attention }: Training,
): readonly Operator[] => {
  const through = side === undefined ? forward : [];
  const added = beside?.operators ?? [];
  const again =
    checkpointing === 'full'
      ? [...through, ...added]
      : checkpointing === 'selective' && attention === 'eager'
        ? through.filter(({ category }) => category === 'attention')
        : [];
  return [
    ...again.map(recompute),
    ...through.flatMap((operator) => backward(operator, beside === undefined)),
    ...added.flatMap((operator) => backward(operator, true)),
  ];
};

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
  frozen: Omit<Residency, 'training'>,
): Workload => {
  const element = bytesPerElement(formats.activation);
  const gradient = training.gradients === undefined ? element : bytesPerElement(training.gradients);
  const beside = besideOf(model, forward, training, formats);
  const weights = [
    ...frozen.weights.map((one) => (beside === undefined ? one : { ...one, learns: false })),
    ...(beside?.weights ?? []),
  ];
  const stored = weights.filter(({ copies }) => copies === undefined);
  const learned = stored.reduce((sum, { learns, parameters }) => sum + (learns ? parameters : 0), 0);
  const passes =
    training.side === undefined ? [...forward, ...(beside?.operators ?? [])] : (beside?.operators ?? []);
  const kept = keptActivations(passes, training, layersOf(model.root).placeOf);
  const phases: readonly Phase[] = [
    { name: 'forward', repeats: 1, operators: [...forward, ...(beside?.operators ?? [])] },
    { name: 'backward', repeats: 1, operators: backwardPhase(forward, beside, training) },
    {
      name: 'optimizer',
      repeats: 1,
      operators: [update(learned, training.optimizer, element, gradient)],
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
      weights: bytes(stored.reduce((sum, one) => sum + one.bytes, 0)),
      kv: bytes(0),
      activations: bytes(kept.reduce((sum, one) => sum + one.bytes, 0)),
      gradients: bytes(learned * gradient),
      optimizer: bytes(learned * optimizerBytes[training.optimizer]),
      residency: {
        ...frozen,
        weights,
        state: [],
        training: { kept, gradient, optimizer: optimizerBytes[training.optimizer] },
      },
    },
  };
};
