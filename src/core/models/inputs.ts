import { Problem } from '../problem';
import type { Workload } from '../workload/workload';
import type { Model, Run } from './model';
import { RUN_INPUTS, type RunInput } from './run-inputs';
import { buildWorkload } from './workload';

/** Short sequences, quick to work out; what a model leaves out of account changes nothing in them either. */
const ASKED = { batch: 1, input: 64, output: 4, images: 1 } as const;
const OTHERWISE: Readonly<Record<RunInput, number>> = {
  input: 96,
  output: 8,
  images: 2,
  frames: 17,
  steps: 3,
};

type Kind = 'serve' | 'train';
const known = new WeakMap<Model, Map<Kind, readonly RunInput[]>>();

/** What a run amounts to: two that amount to the same cannot be told apart by any estimate. */
const amountOf = (model: Model, run: Run): string => {
  try {
    return described(buildWorkload(model, run));
  } catch (error) {
    // Too long a prompt, say: it acts, then.
    if (error instanceof Problem) return error.message;
    throw error;
  }
};

const described = ({ phases, units, memory }: Workload): string =>
  JSON.stringify([
    units,
    memory?.kv,
    phases.map(({ name, repeats, operators }) => [
      name,
      repeats,
      ...operators.map(({ count, flops, bytes }) => [count, flops, bytes]),
    ]),
  ]);

const findInputs = (model: Model, kind: Kind): readonly RunInput[] => {
  const run: Run = {
    ...ASKED,
    ...(kind === 'train' ? { training: { optimizer: 'adam', checkpointing: 'none' } } : {}),
  };
  const plain = amountOf(model, run);
  return RUN_INPUTS.filter((input) => amountOf(model, { ...run, [input]: OTHERWISE[input] }) !== plain);
};

/**
 * The inputs that act on a model: those of which another value gives another workload. A pipeline of images knows no
 * lengths of prompts, a language model no steps.
 */
export const actingInputs = (model: Model, kind: Kind): readonly RunInput[] => {
  const found = known.get(model) ?? new Map<Kind, readonly RunInput[]>();
  known.set(model, found);
  const inputs = found.get(kind) ?? findInputs(model, kind);
  found.set(kind, inputs);
  return inputs;
};
