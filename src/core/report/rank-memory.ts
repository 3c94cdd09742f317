import { type Parallelism, resolveParallelism } from '../cluster/parallelism';
import { type MemoryLayout, PLAIN_LAYOUT } from '../cluster/ranks/layout';
import { fullest, type RankMemory, rankMemories } from '../cluster/ranks/memory';
import { Problem } from '../problem';
import type { Assumption } from '../units/provenance';
import type { Workload } from '../workload/workload';

/** How a model's memory lies on the ranks of a parallel run, whatever the accelerator. */
export interface RankMemoryReport {
  readonly parallelism: Parallelism & { readonly context: number };
  readonly accelerators: number;
  /** One entry per pipeline stage; all its ranks hold the same. */
  readonly ranks: readonly RankMemory[];
  /** Bytes of the rank that holds the most: what an accelerator must have. */
  readonly most: number;
  readonly assumptions: readonly Assumption[];
}

const assumptionsOf = (
  workload: Workload,
  { zero, sequence, interleave }: MemoryLayout,
  pipeline: number,
): readonly Assumption[] => {
  const residency = workload.memory?.residency;
  const said = (id: string, value: string | number, source: string): Assumption => ({
    id,
    value,
    unit: '',
    source,
  });
  return [
    said(
      'memory.tensor',
      sequence ? 'matrices, heads and sequence' : 'matrices and heads',
      'M. Shoeybi et al., arXiv:1909.08053; norms, routers and biases behind row-parallel products are on every rank',
    ),
    ...(residency?.training === undefined
      ? []
      : [
          said('memory.zero', zero, 'S. Rajbhandari et al., arXiv:1910.02054'),
          said('memory.optimizer', residency.training.optimizer, 'bytes per learned weight beside it'),
          said('memory.gradient', residency.training.gradient, 'bytes per learned weight'),
          said('memory.activations', 'by operator', 'V. Korthikanti et al., arXiv:2205.05198'),
        ]),
    ...(pipeline > 1 && residency?.training !== undefined
      ? [
          said(
            'memory.schedule',
            interleave === 1 ? '1F1B' : `1F1B, ${interleave} parts a stage`,
            'D. Narayanan et al., arXiv:2104.04473',
          ),
        ]
      : []),
    ...(pipeline > 1 && residency?.mixedLayers === true
      ? [
          said(
            'memory.stages',
            'mean',
            'kinds of layers differ; each stage is taken to have its share of every kind',
          ),
        ]
      : []),
  ];
};

/**
 * Memory by rank of a workload on as many accelerators as its parallelism takes.
 * @throws Problem where heads, layers, experts, batch or sequence cannot be divided so.
 */
export const rankMemoryReport = (
  workload: Workload,
  asked: Partial<Parallelism>,
  more: Partial<MemoryLayout>,
  positions: number,
): RankMemoryReport => {
  const layout: MemoryLayout = { ...PLAIN_LAYOUT, ...more };
  const { tensor = 1, pipeline = 1, data = 1, context = 1 } = asked;
  const count = tensor * pipeline * data * context;
  const { interleave } = layout;
  if (positions % context !== 0)
    throw new Problem(
      `${positions} positions cannot be divided over ${context} context-parallel ranks; expected --input to be a multiple of ${context}`,
    );
  const parallelism = resolveParallelism(workload, count, asked);
  const layers = workload.memory?.residency?.layers ?? 0;
  if (interleave > 1 && (pipeline === 1 || layers % (pipeline * interleave) !== 0))
    throw new Problem(
      `${layers} layers cannot be interleaved as ${interleave} parts on each of ${pipeline} stages; expected a divisor, and --pp of 2 or more`,
    );
  const ranks = rankMemories(workload, parallelism, layout);
  if (ranks === undefined) throw new Problem(`the memory of ${workload.name} is not known by module`);
  return {
    parallelism: { ...parallelism, context },
    accelerators: count,
    ranks,
    most: fullest(ranks)?.total ?? 0,
    assumptions: assumptionsOf(workload, layout, pipeline),
  };
};
