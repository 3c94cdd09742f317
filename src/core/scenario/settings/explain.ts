import { Problem } from '../../problem';
import type { SourceRange } from '../../text/located';
import { readSettings } from './read';
import type { Settings, Target } from './settings';

export interface SettingExplanation {
  /** Where the field's name begins; it ends where its value does. */
  readonly start: number;
  /** Of the value. */
  readonly range: SourceRange;
  readonly title: string;
  readonly sentences: readonly string[];
}

/** What a field of settings decides: its name, and what it does to memory and time. */
const TARGETS: Readonly<Record<Target, readonly [title: string, meaning: string]>> = {
  model: ['Model', 'Whose config decides parameters, operations and cache; it is not in this file.'],
  tensor: [
    'Tensor-parallel ranks (--tp)',
    'Each matrix and the attention heads are divided over so many accelerators, which talk after every layer.',
  ],
  pipeline: [
    'Pipeline stages (--pp)',
    'The layers are divided over so many stages; each holds its own weights and waits for the one before.',
  ],
  data: ['Data-parallel replicas (--dp)', 'So many copies of the model each work on a part of the batch.'],
  expert: [
    'Expert parallelism (--ep)',
    'The experts of each layer are spread over so many accelerators, to which tokens travel.',
  ],
  spreadExperts: [
    'Expert parallelism (--ep)',
    'The experts are spread over all accelerators in place of being divided as other matrices are.',
  ],
  context: ['Context-parallel ranks (--cp)', 'Each holds a part of every sequence, and of its cache.'],
  zero: [
    'ZeRO stage (--zero)',
    'What replicas share out: 1 the optimizer state, 2 gradients too, 3 weights too (FSDP), gathered layer by layer.',
  ],
  sequence: [
    'Sequence parallelism (--sequence-parallel)',
    'Tensor-parallel ranks divide what stands between their products, so activations are divided everywhere.',
  ],
  microbatch: [
    'Micro-batch (--microbatch)',
    'Sequences that a replica works on at once; activations in memory grow with it.',
  ],
  interleave: [
    'Parts of the model on each stage (--interleave)',
    'More parts make a pipeline wait less, and keep more activations.',
  ],
  batch: ['Batch (--batch)', 'Sequences of one step over all replicas.'],
  input: ['Sequence length (--input)', 'Positions of a sequence; activations and attention grow with it.'],
  maxContext: ['Longest context', 'Positions that the engine keeps room for in each sequence’s cache.'],
  weights: ['Weight format (--dtype)', 'Bytes of every weight that is read in each step.'],
  bf16: ['Weight format (--dtype)', 'Two bytes of every weight.'],
  fp16: ['Weight format (--dtype)', 'Two bytes of every weight.'],
  quantization: ['Weight format (--dtype)', 'Fewer bytes of every weight; decode steps are as much faster.'],
  kv: [
    'Cache format (--kv-dtype)',
    'Bytes of every cached key and value; half of them hold twice the sequences.',
  ],
  checkpointing: [
    'Activation checkpointing (--checkpointing)',
    'What is not kept for the backward pass is computed again: full recomputation costs a third more operations.',
  ],
  optimizer: ['Optimizer (--optimizer)', 'Adam keeps 12 bytes beside every weight that learns.'],
  gradients: [
    'Gradient format (--gradients)',
    'Bytes of every gradient: four where they are summed in 32 bits.',
  ],
};

export const titleOfTarget = (target: Target): string => TARGETS[target][0];

const read = (text: string, name: string): Settings | undefined => {
  try {
    return readSettings(text, name);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
};

/** What the fields of a program's settings decide, in the order of the text; none where the text is something else. */
export const explainSettings = (text: string, name: string): readonly SettingExplanation[] => {
  const settings = read(text, name);
  if (settings === undefined) return [];
  return settings.fields.map(({ key, range, target }) => {
    const [title, meaning] = TARGETS[target];
    return { start: key.start, range, title, sentences: [meaning, `Read as ${settings.title}.`] };
  });
};
