import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveParallelism } from '../../src/core/cluster/parallelism';
import { inFlight, type MemoryLayout, PLAIN_LAYOUT } from '../../src/core/cluster/ranks/layout';
import { rankMemories } from '../../src/core/cluster/ranks/memory';
import { readModel } from '../../src/core/models/read';
import { buildWorkload } from '../../src/core/models/workload';
import { off, signed } from './ours';

interface Row {
  readonly model: string;
  readonly model_cfg: object;
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
  };
}

const CHECKPOINTING = { none: 'none', attn_only: 'selective', full: 'full' } as const;

const compared = ({ model, model_cfg, execution_cfg: e, stats }: Row) => {
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
  const sequence = e.tensor_par_comm_type === 'rs_ag' && e.activation_recompute !== 'full';
  const layout: MemoryLayout = {
    ...PLAIN_LAYOUT,
    zero: e.optimizer_sharding ? 1 : 0,
    microbatch: e.microbatch_size,
    interleave: e.pipeline_interleaving,
    sequence,
  };
  const asked = { tensor: e.tensor_par, pipeline: e.pipeline_par, data: e.data_par };
  const parallelism = resolveParallelism(workload, e.tensor_par * e.pipeline_par * e.data_par, asked);
  const [first] = rankMemories(workload, parallelism, layout) ?? [];
  const micro = e.batch_size / e.data_par / e.microbatch_size;
  const standing = inFlight(0, e.pipeline_par, e.pipeline_interleaving, micro);
  const kept = stats.block_act_storage_space * (first?.layers ?? 0) * standing;
  return {
    kind: `${e.activation_recompute === 'attn_only' ? 'selective' : e.activation_recompute}${sequence ? ', sequence divided' : ''}`,
    weights: off(first?.weights ?? NaN, stats.weight_space),
    optimizer: off(first?.optimizer ?? NaN, stats.optimizer_space),
    activations: kept === 0 ? undefined : off(first?.activations ?? NaN, kept),
  };
};

const range = (values: readonly number[]): string => {
  if (values.length === 0) return 'not given';
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? signed(least) : `${signed(least)} … ${signed(most)}`;
};

/** Memory of a rank of the first stage beside calculon’s, by what is checkpointed. */
export const memorySection = (folder: string): string => {
  const rows = (
    JSON.parse(readFileSync(join(folder, 'peers', 'calculon.json'), 'utf8')) as readonly Row[]
  ).map(compared);
  const kinds = [...new Set(rows.map(({ kind }) => kind))].sort();
  const lines = kinds.map((kind) => {
    const of = rows.filter((row) => row.kind === kind);
    return `| ${kind} | ${of.length} | ${range(of.map(({ weights }) => weights))} | ${range(of.map(({ optimizer }) => optimizer))} | ${range(of.flatMap(({ activations }) => activations ?? []))} |`;
  });
  return `Ours beside calculon’s, which models Megatron-LM: GPT of 22 to 1,000 billion parameters, with eager attention and dropout. Its layers
have no biases, hence the weights. With selective checkpointing but no division of the sequence it leaves out two of the thirteen bytes per
position and hidden element that stand by the published equation (10 + 24 / t, t = 8).

| Checkpointing | Runs | Weights | Optimizer state | Activations |
| --- | ---: | ---: | ---: | ---: |
${lines.join('\n')}`;
};
