import { bytes } from '../units/quantity';
import { bytesPerElement, type Dtype } from '../workload/dtype';
import type { Residency } from '../workload/resident';
import type { Operator, Phase, Workload, WorkloadMemory } from '../workload/workload';
import { lower } from './graph/lower';
import { type ModuleNode, primitivesOf } from './graph/node';
import { type Formats, type Pass, plainFormat, type Primitive } from './graph/primitive';
import type { Model, PhasePlan, Run } from './model';
import { layersOf, residentState, residentWeights } from './residency';
import { trainingWorkload } from './training/workload';

/** Format of activations and plain weights: the weights' own when it is a wide one, else bf16. */
const activationFormat = (weight: Dtype): Dtype => (bytesPerElement(weight) >= 2 ? weight : 'bf16');

/** Engines keep the cache in 16 bits where a config declares wider weights (vLLM casts both). */
const cacheFormat = (activation: Dtype): Dtype => (bytesPerElement(activation) > 2 ? 'bf16' : activation);

/** The formats of a run: its own where it says, else the config's. */
export const formatsOf = (
  { dtype }: Pick<Model, 'dtype'>,
  run: Pick<Run, 'weightDtype' | 'kvDtype'>,
): Formats => {
  const weight = run.weightDtype ?? dtype.value;
  const declared = run.weightDtype === undefined || bytesPerElement(run.weightDtype) < 2;
  const activation = (declared ? dtype.activation : undefined) ?? activationFormat(weight);
  const plain = run.weightDtype === undefined ? dtype.plain : undefined;
  const experts = run.weightDtype === undefined ? dtype.experts : undefined;
  return {
    weight,
    activation,
    kv: run.kvDtype ?? dtype.kv ?? cacheFormat(activation),
    ...(plain === undefined ? {} : { plain }),
    ...(experts === undefined ? {} : { experts }),
    ...(dtype.byTensor === true && run.weightDtype !== undefined ? { converted: true } : {}),
  };
};

/** Bytes of all weights, each in the format it is stored in. */
export const weightBytes = (root: ModuleNode, formats: Formats): number =>
  primitivesOf(root).reduce(
    (sum, { count, primitive }) => sum + count * primitive.parameters * weightWidth(primitive, formats),
    0,
  );

const storedFormat = ({ kind, quantised }: Primitive, formats: Formats): Dtype => {
  if (!quantised) return plainFormat(formats);
  return kind === 'experts' ? (formats.experts ?? formats.weight) : formats.weight;
};

/** Bytes of one stored weight, on average. */
const weightWidth = (primitive: Primitive, formats: Formats): number =>
  primitive.stored !== undefined && formats.converted !== true
    ? primitive.stored.bits / 8
    : bytesPerElement(storedFormat(primitive, formats));

const stateOf = ({ state }: Primitive, context: number, kv: Dtype): number => {
  if (state === undefined) return 0;
  const positions = Math.min(context, state.window ?? Infinity);
  const elements = positions * state.elementsPerPosition + (state.constantElements ?? 0);
  return elements * bytesPerElement(kv) + context * (state.bytesBeside ?? 0);
};

/** Bytes of key-value cache and other state of one sequence that has `context` positions. */
export const stateBytes = (root: ModuleNode, context: number, kv: Dtype): number =>
  primitivesOf(root).reduce((sum, { count, primitive }) => sum + count * stateOf(primitive, context, kv), 0);

/** What of a model stays on its accelerators, module by module, with the state of `sequences` of `context` positions. */
const residencyOf = (
  root: ModuleNode,
  formats: Formats,
  sequences: number,
  context: number,
): Omit<Residency, 'training'> => ({
  layers: layersOf(root).layers,
  mixedLayers: layersOf(root).mixed,
  weights: residentWeights(
    root,
    (primitive) => weightWidth(primitive, formats),
    bytesPerElement(plainFormat(formats)),
  ),
  state: residentState(root, (primitive) => sequences * stateOf(primitive, context, formats.kv)),
});

/** The largest operator's input and output: what must be resident at once beside weights and cache. */
const activationBytes = (phases: readonly Phase[]): number =>
  Math.max(
    0,
    ...phases.flatMap(({ operators }) =>
      operators.map(({ bytes: moved, count }) =>
        moved === undefined ? 0 : (moved.read + moved.written) / count,
      ),
    ),
  );

const passOf = (plan: PhasePlan, formats: Formats, run: Run): Pass => ({
  ...plan.shape,
  phase: plan.name,
  formats,
  streams: plan.streams ?? {},
  ...(run.expertCapacity === undefined ? {} : { expertCapacity: run.expertCapacity }),
});

/** One pass over whole sequences, as training has it: every phase of a run but those that repeat per token. */
const forwardOperators = (model: Model, run: Run, formats: Formats): readonly Operator[] =>
  (model.forward ?? model.plan)(run)
    .filter(({ name }) => name !== 'decode')
    .flatMap((plan) => lower(plan.root, { ...passOf(plan, formats, run), phase: 'forward' }));

/** The work of a run, operator by operator. Weights are counted in the first phase that uses them. */
export const buildWorkload = (model: Model, run: Run): Workload => {
  const formats = formatsOf(model, run);
  if (run.training !== undefined) {
    const forward = forwardOperators(model, run, formats);
    const frozen = residencyOf(model.root, formats, run.batch, 0);
    return trainingWorkload(model, run, run.training, formats, forward, frozen);
  }
  const plans = model.plan(run);
  const phases = plans.map((plan) => ({
    name: plan.name,
    repeats: plan.repeats,
    operators: lower(plan.root, passOf(plan, formats, run)),
  }));
  const context = Math.max(0, ...plans.map(({ shape }) => shape.context), run.input + run.output);
  const memory: WorkloadMemory = {
    weights: bytes(weightBytes(model.root, formats)),
    kv: bytes(run.batch * stateBytes(model.root, context, formats.kv)),
    activations: bytes(activationBytes(phases)),
    residency: residencyOf(model.root, formats, run.batch, context),
  };
  return {
    name: model.name,
    source: { kind: 'model', format: model.format, family: model.family },
    unit: model.unit,
    units: model.units(run),
    batch: run.batch,
    phases,
    memory,
    ...(model.size === undefined ? {} : { size: model.size(run) }),
  };
};
