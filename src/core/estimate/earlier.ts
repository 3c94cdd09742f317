import type { Assumption } from '../units/provenance';
import { type Seconds, seconds } from '../units/quantity';
import type { Operator, Phase, Workload } from '../workload/workload';

/** An operator without its kernels that were launched before the recording began; undefined where nothing is left. */
const ownPart = (operator: Operator): readonly Operator[] => {
  const { measured } = operator;
  const { earlierSeconds, deviceSeconds = seconds(0), ...rest } = measured ?? {};
  if (earlierSeconds === undefined) return [operator];
  const left = deviceSeconds - earlierSeconds;
  if (left <= 0 && rest.hostSeconds === undefined) return [];
  // Kernels of one name are about equally long.
  const count = rest.hostSeconds === undefined ? operator.count * (left / deviceSeconds) : operator.count;
  return [
    { ...operator, count, measured: { ...rest, ...(left > 0 ? { deviceSeconds: seconds(left) } : {}) } },
  ];
};

const sumOver = (phases: readonly Phase[], of: (operator: Operator) => number): number =>
  phases.flatMap(({ operators }) => operators).reduce((sum, operator) => sum + of(operator), 0);

/**
 * A measured run without the kernels launched before its recording began, which a device that is behind its host works off
 * first: they belong to a step that the recording does not hold. The span is shorter by the time they took, which is less
 * than their sum where kernels overlap; time without kernels stays.
 */
export const withoutEarlier = (
  workload: Workload,
): { readonly workload: Workload; readonly earlier?: Seconds } => {
  const { phases, spanSeconds, busySeconds } = workload;
  const earlier = seconds(sumOver(phases, ({ measured }) => measured?.earlierSeconds ?? 0));
  if (earlier === 0) return { workload };
  const device = sumOver(phases, ({ measured }) => measured?.deviceSeconds ?? 0);
  const ran = Math.min(spanSeconds ?? device, busySeconds ?? device);
  const took = earlier * (device > ran ? ran / device : 1);
  return {
    earlier,
    workload: {
      ...workload,
      phases: phases.map((phase) => ({ ...phase, operators: phase.operators.flatMap(ownPart) })),
      ...(spanSeconds === undefined ? {} : { spanSeconds: seconds(Math.max(0, spanSeconds - took)) }),
      ...(busySeconds === undefined ? {} : { busySeconds: seconds(Math.max(0, busySeconds - took)) }),
    },
  };
};

export const EARLIER = 'trace.earlier';

/** What was left out, as the estimate tells it. */
export const earlierAssumptions = (earlier: Seconds | undefined): readonly Assumption[] =>
  earlier === undefined
    ? []
    : [
        {
          id: EARLIER,
          value: earlier,
          unit: 's',
          source: 'the trace: kernels that ran before the first whose launch it holds',
          note: 'left out: they were launched before the recording began, by a step that it does not hold',
        },
      ];
