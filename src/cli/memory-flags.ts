import { type Command, InvalidArgumentError } from 'commander';
import { type MemoryLayout, ZERO_STAGES, type ZeroStage } from '../core/cluster/ranks/layout';
import type { Run } from '../core/models/model';
import {
  type Adapters,
  ATTENTION_KERNELS,
  type AttentionKernel,
  GRADIENT_DTYPES,
  type GradientDtype,
  type Training,
} from '../core/models/training/training';
import { Problem } from '../core/problem';
import { count, oneOf } from './flags';

/** Where training holds its memory, and what of it there is. */
export interface MemoryFlags {
  readonly training?: boolean;
  readonly zero?: ZeroStage;
  readonly sequenceParallel?: boolean;
  readonly microbatch?: number;
  readonly interleave?: number;
  readonly lora?: Adapters;
  readonly sideNetwork?: number;
  readonly gradients?: GradientDtype;
  readonly attention?: AttentionKernel;
  readonly dropout?: boolean;
}

const zeroStage = (text: string): ZeroStage => {
  const stage = ZERO_STAGES.find((one) => `${one}` === text);
  if (stage === undefined) throw new InvalidArgumentError('expected 0, 1, 2 or 3');
  return stage;
};

/** The projections that LoRA's paper adapts (arXiv:2106.09685, section 4.2), by the names most families use. */
const LORA_TARGETS = ['q_proj', 'v_proj'];

/** `16`, or `16:q_proj,k_proj`. */
const lora = (text: string): Adapters => {
  const [, rank, targets] = /^(\d+)(?::([\w.,]+))?$/.exec(text) ?? [];
  if (rank === undefined || Number(rank) < 1)
    throw new InvalidArgumentError('expected RANK or RANK:PROJECTION,…, such as 16:q_proj,v_proj');
  return { rank: Number(rank), targets: targets?.split(',').filter((name) => name !== '') ?? LORA_TARGETS };
};

export const withMemoryFlags = (command: Command): Command =>
  command
    .option('--zero <stage>', 'what data-parallel replicas share out: 0 to 3 (3 is FSDP)', zeroStage)
    .option('--microbatch <n>', 'sequences a replica works on at once in training', count)
    .option('--interleave <n>', 'parts of the model on each pipeline stage', count)
    .option('--sequence-parallel', 'tensor-parallel ranks divide the sequence, too')
    .option('--lora <rank[:names]>', 'adapters learn in place of the weights', lora)
    .option('--side-network <width>', 'a recurrent side network (READ) learns in place of the weights', count)
    .option('--gradients <format>', `${GRADIENT_DTYPES.join(' or ')} gradients`, oneOf(GRADIENT_DTYPES))
    .option(
      '--attention <kernel>',
      `${ATTENTION_KERNELS.join(' or ')} attention in training`,
      oneOf(ATTENTION_KERNELS),
    )
    .option('--dropout', 'training keeps the masks of dropout');

const LAYOUT_KEYS = ['zero', 'microbatch', 'interleave', 'sequenceParallel'] as const;
const TRAINING_KEYS = ['lora', 'sideNetwork', 'gradients', 'attention', 'dropout'] as const;

export const layoutOf = (flags: MemoryFlags): Partial<MemoryLayout> => ({
  ...(flags.zero === undefined ? {} : { zero: flags.zero }),
  ...(flags.microbatch === undefined ? {} : { microbatch: flags.microbatch }),
  ...(flags.interleave === undefined ? {} : { interleave: flags.interleave }),
  ...(flags.sequenceParallel === undefined ? {} : { sequence: flags.sequenceParallel }),
});

const PLAIN_TRAINING: Training = { optimizer: 'adam', checkpointing: 'none' };

const asFlag = (key: string): string =>
  `--${key.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;

/** A run with what the flags say about its training. @throws Problem where they say it of a run that serves. */
export const trainingRun = (run: Run, flags: MemoryFlags): Run => {
  const training = run.training ?? (flags.training === true ? PLAIN_TRAINING : undefined);
  if (training === undefined) {
    const stray = [...LAYOUT_KEYS, ...TRAINING_KEYS].find(
      (key) => flags[key] !== undefined && key !== 'sequenceParallel',
    );
    if (stray !== undefined)
      throw new Problem(`${asFlag(stray)} is of training; expected --task train with it`);
    return run;
  }
  return {
    ...run,
    training: {
      ...training,
      ...(flags.lora === undefined ? {} : { adapters: flags.lora }),
      ...(flags.sideNetwork === undefined ? {} : { side: { width: flags.sideNetwork } }),
      ...(flags.gradients === undefined ? {} : { gradients: flags.gradients }),
      ...(flags.attention === undefined ? {} : { attention: flags.attention }),
      ...(flags.dropout === undefined ? {} : { dropout: flags.dropout }),
    },
  };
};
