import { type Parallelism, resolveParallelism } from '../core/cluster/parallelism';
import { Problem } from '../core/problem';
import type { Workload } from '../core/workload/workload';
import { AUTOMATIC, divisionId } from '../protocol/division';
import type { Choice } from '../protocol/panel-state';

/** More of a kind, with or without context parallelism, are no choice any more. */
const MOST = 40;

const divisors = (value: number): readonly number[] =>
  Array.from({ length: value }, (_, index) => index + 1).filter((candidate) => value % candidate === 0);

const label = ({ tensor, pipeline, data, expert, context = 1 }: Parallelism): string => {
  const ways = [
    ['TP', tensor],
    ['PP', pipeline],
    ['CP', context],
    ['DP', data],
    ['EP', expert],
  ] as const;
  const named = ways.filter(([, many]) => many > 1).map(([name, many]) => `${name} ${many}`);
  return named.length === 0 ? 'Whole model' : named.join(' × ');
};

/** The same, without an automatic that cannot be. */
export const possibleDivisions = (workload: Workload, count: number): readonly Choice[] => {
  const [automatic, ...others] = divisionChoices(workload, count);
  try {
    resolveParallelism(workload, count);
    return automatic === undefined ? others : [automatic, ...others];
  } catch (error) {
    if (error instanceof Problem) return others;
    throw error;
  }
};

/**
 * Ways to divide a model over so many accelerators: automatic first, tensor parallelism before pipelines and replicas,
 * those that divide every sequence, too (context parallelism), last.
 */
export const divisionChoices = (workload: Workload, count: number): readonly Choice[] => {
  const asked = (division: Parallelism): readonly Choice[] => {
    try {
      const whole = resolveParallelism(workload, count, division);
      return [{ id: divisionId(whole), label: label(whole) }];
    } catch (error) {
      if (error instanceof Problem) return [];
      throw error;
    }
  };
  const dividedBy = (context: number): readonly Choice[] =>
    divisors(count / context)
      .toReversed()
      .flatMap((tensor) =>
        divisors(count / context / tensor).flatMap((pipeline) =>
          [1, ...(count > 1 ? [count] : [])].flatMap((expert) =>
            asked({ tensor, pipeline, data: count / context / tensor / pipeline, expert, context }),
          ),
        ),
      );
  const [, ...contexts] = divisors(count);
  return [
    { id: AUTOMATIC, label: 'Automatic' },
    ...dividedBy(1).slice(0, MOST),
    ...contexts.flatMap(dividedBy).slice(0, MOST),
  ];
};
