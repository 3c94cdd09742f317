import { join } from 'node:path';
import { blocksKept, type CalculonRow, calculonRows, dividesSequence, rankOf } from './calculon';
import { off, signed } from './ours';

const compared = (row: CalculonRow) => {
  const { execution_cfg: e, stats } = row;
  const rank = rankOf(row);
  const kept = blocksKept(row, rank?.layers ?? 0);
  const checkpointing = e.activation_recompute === 'attn_only' ? 'selective' : e.activation_recompute;
  const sequence = dividesSequence(row) && checkpointing !== 'full';
  return {
    kind: `${checkpointing}${sequence ? ', sequence divided' : ''}`,
    weights: off(rank?.weights ?? NaN, stats.weight_space),
    optimizer: off(rank?.optimizer ?? NaN, stats.optimizer_space),
    activations: kept === 0 ? undefined : off(rank?.activations ?? NaN, kept),
  };
};

const range = (values: readonly number[]): string => {
  if (values.length === 0) return 'not given';
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? signed(least) : `${signed(least)} … ${signed(most)}`;
};

/** Memory of a rank of the first stage beside calculon’s, by what is checkpointed. */
export const memorySection = (folder: string): string => {
  const rows = calculonRows(join(folder, 'peers', 'calculon.json')).map(compared);
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
