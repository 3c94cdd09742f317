import { readFileSync } from 'node:fs';
import { resolveParallelism } from '../../src/core/cluster/parallelism';
import { inFlight, PLAIN_LAYOUT } from '../../src/core/cluster/ranks/layout';
import { type RankMemory, rankMemories } from '../../src/core/cluster/ranks/memory';
import { readModel } from '../../src/core/models/read';
import { buildWorkload } from '../../src/core/models/workload';

/** A run of calculon's: its inputs, and the memory of a rank of the first stage. */
export interface CalculonRow {
  readonly model: string;
  readonly model_cfg: object;
  readonly execution: string;
  readonly execution_cfg: {
    readonly tensor_par: number;
    readonly pipeline_par: number;
    readonly data_par: number;
    readonly batch_size: number;
    readonly microbatch_size: number;
    readonly activation_recompute: 'none' | 'attn_only' | 'full';
    readonly pipeline_interleaving: number;
    readonly optimizer_sharding: boolean;
    readonly tensor_par_comm_type: string;
  };
  readonly stats: {
    readonly weight_space: number;
    readonly optimizer_space: number;
    readonly block_act_storage_space: number;
    readonly act_checkpoint_size: number;
  };
}

export const calculonRows = (path: string): readonly CalculonRow[] =>
  JSON.parse(readFileSync(path, 'utf8')) as readonly CalculonRow[];

const CHECKPOINTING = { none: 'none', attn_only: 'selective', full: 'full' } as const;

/** Whether tensor-parallel ranks divide the sequence, too. */
export const dividesSequence = ({ execution_cfg: e }: CalculonRow): boolean =>
  e.tensor_par_comm_type === 'rs_ag';

/** Our memory of the first stage's ranks in the same run: eager attention and dropout, as calculon has them. */
export const rankOf = (row: CalculonRow): RankMemory | undefined => {
  const { model, model_cfg, execution_cfg: e } = row;
  const read = readModel(JSON.stringify(model_cfg), model);
  const workload = buildWorkload(read, {
    batch: e.batch_size,
    input: read.maxContext ?? 1,
    output: 1,
    training: {
      optimizer: 'adam',
      checkpointing: CHECKPOINTING[e.activation_recompute],
      attention: 'eager',
      dropout: true,
    },
  });
  const asked = { tensor: e.tensor_par, pipeline: e.pipeline_par, data: e.data_par };
  const parallelism = resolveParallelism(workload, e.tensor_par * e.pipeline_par * e.data_par, asked);
  const [first] =
    rankMemories(workload, parallelism, {
      ...PLAIN_LAYOUT,
      zero: e.optimizer_sharding ? 1 : 0,
      microbatch: e.microbatch_size,
      interleave: e.pipeline_interleaving,
      sequence: dividesSequence(row) && e.activation_recompute !== 'full',
    }) ?? [];
  return first;
};

/** Bytes of activations that calculon keeps on such a rank: of a block, times the blocks and micro-batches that stand. */
export const blocksKept = ({ execution_cfg: e, stats }: CalculonRow, layers: number): number => {
  const micro = e.batch_size / e.data_par / e.microbatch_size;
  return stats.block_act_storage_space * layers * inFlight(0, e.pipeline_par, e.pipeline_interleaving, micro);
};
