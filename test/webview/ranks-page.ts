/** Two ranks of the stub's trace, the second of which always comes later; laid out by the core, which a page may not run. */
import type { TracePage } from '../../src/core/report/pages/page';
import { acrossRanks } from '../../src/core/report/pages/ranks';
import { compareRanks } from '../../src/core/traces/analysis/ranks';
import { select } from '../../src/core/traces/analysis/windows';
import { type LiteralEvent, traceOf } from '../support/trace-of';

const STEPS = 4;
const STEP_MICROSECONDS = 1000;
const REDUCE_MICROSECONDS = 150;

/** In each step a kernel, then an all-reduce of 4 MB, which ends on both ranks at once. */
const rank = (late: number): readonly LiteralEvent[] =>
  Array.from({ length: STEPS }, (_, step) => step * STEP_MICROSECONDS).flatMap((ts) => [
    { name: 'sgemm', cat: 'kernel', pid: 0, tid: 7, ts, dur: 500 + late },
    {
      name: 'ncclDevKernel_AllReduce_Sum_bf16_RING_LL',
      cat: 'kernel',
      pid: 0,
      tid: 20,
      ts: ts + 500 + late,
      dur: REDUCE_MICROSECONDS + 200 - late,
      args: {
        'Collective name': 'allreduce',
        'In msg nelems': 2_000_000,
        'Out msg nelems': 2_000_000,
        dtype: 'BFloat16',
        'Group size': 2,
        'Process Group Ranks': '[0, 1]',
      },
    },
  ]);

export const ranksPage = (): TracePage => {
  const ranks = [0, 200].map((late, place) => ({
    rank: place,
    selection: select(traceOf(rank(late)), 'all'),
  }));
  return acrossRanks(ranks, compareRanks(ranks));
};
