import { Problem } from '../../problem';
import type { Parallelism } from '../parallelism';

/** What data-parallel replicas share out among them (S. Rajbhandari et al., "ZeRO", arXiv:1910.02054; FSDP is stage 3). */
export const ZERO_STAGES = [0, 1, 2, 3] as const;
export type ZeroStage = (typeof ZERO_STAGES)[number];

/** What decides where memory is held, beside the division of the work. */
export interface MemoryLayout {
  /** 1: optimizer state is shared out; 2: gradients too; 3: weights too. */
  readonly zero: ZeroStage;
  /** Tensor-parallel ranks divide the sequence where they do not divide the model (arXiv:2205.05198, section 4.2.2). */
  readonly sequence: boolean;
  /** Sequences that a replica works on at once; absent means all of its share, or a share per pipeline stage. */
  readonly microbatch?: number;
  /** Parts of the model that each pipeline stage holds (interleaved schedule); 1 means one. */
  readonly interleave: number;
}

export const PLAIN_LAYOUT: MemoryLayout = { zero: 0, sequence: false, interleave: 1 };

/** Micro-batches of a replica: their sequences, and how many there are. */
export interface Batches {
  readonly sequences: number;
  readonly count: number;
}

/** @throws Problem where the batch cannot be divided so. */
export const batchesOf = (
  batch: number,
  { data, pipeline }: Parallelism,
  { microbatch }: MemoryLayout,
): Batches => {
  const share = Math.max(1, batch / data);
  if (microbatch === undefined) {
    const sequences = Math.max(1, share / pipeline);
    return { sequences, count: share / sequences };
  }
  if (share % microbatch !== 0) {
    throw new Problem(
      `a batch of ${batch} over ${data} data-parallel replicas is ${share} sequences each, which micro-batches of ${microbatch} do not divide; expected a batch that is a multiple of ${data * microbatch}`,
    );
  }
  return { sequences: microbatch, count: share / microbatch };
};

/** Layers of each stage. What is left over goes to the stages before the last, as vLLM shares it out. */
export const stageLayers = (layers: number, stages: number): readonly number[] => {
  const least = Math.floor(layers / stages);
  const over = layers - least * stages;
  return Array.from({ length: stages }, (_, i) => least + (i >= stages - 1 - over && i < stages - 1 ? 1 : 0));
};

/**
 * Parts of a stage's layers whose activations stand at once, for the fullest moment of one-forward-one-backward: the
 * stage's place from the end, in micro-batches (D. Narayanan et al., arXiv:2104.04473); interleaved, the first stage
 * holds 1 + (p − 1) / (p·v) times the whole (arXiv:2205.05198, section 4.2.3).
 */
export const inFlight = (stage: number, stages: number, interleave: number, count: number): number => {
  if (interleave === 1) return Math.min(stages - stage, count);
  const chunks = 2 * (stages - stage - 1) + (interleave - 1) * stages + 1;
  return Math.min(chunks, count * interleave) / interleave;
};
