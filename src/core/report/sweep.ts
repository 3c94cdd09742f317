import { METRICS, type Metric } from '../compare/metrics';
import { paretoFront } from '../compare/pareto';
import type { DesignPoint } from '../compare/sweep';
import { figureOf, type WinnerCell, winnerMap } from '../compare/winners';
import { versioned } from './version';

/** Pairs of metrics whose trade-off a front shows. */
export const FRONTS: readonly (readonly [Metric, Metric])[] = [
  ['latency', 'energy'],
  ['throughput', 'latency'],
  ['latency', 'carbon'],
];

export interface SweepRow {
  readonly accelerator: string;
  readonly count: number;
  readonly batch: number;
  readonly input: number;
  readonly output: number;
  readonly fits: boolean;
  readonly latency: number;
  readonly unitsPerSecond: number;
  readonly joulesPerUnit?: number;
  readonly gramsPerUnit?: number;
}

/** The best of one batch and input length; no accelerator where none fits. */
export interface SweepCell extends Omit<WinnerCell, 'winner'> {
  readonly accelerator?: string;
}

interface Hardware {
  readonly accelerator: string;
  readonly count: number;
}

const known = (points: readonly DesignPoint[], metric: Metric): readonly DesignPoint[] =>
  points.filter((point) => point.fits && figureOf(point, metric) !== undefined);

/** The points of a sweep, the winner at each batch and input length by each metric, and the Pareto fronts. */
export const sweepReport = (points: readonly DesignPoint[], hardware: readonly Hardware[]) => {
  const nameOf = (deployment: number | undefined): string | undefined =>
    deployment === undefined ? undefined : hardware[deployment]?.accelerator;
  const rowOf = ({ deployment, ...figures }: DesignPoint): SweepRow => ({
    accelerator: nameOf(deployment) ?? '',
    count: hardware[deployment]?.count ?? 1,
    ...figures,
  });
  return versioned({
    rows: points.map(rowOf),
    winners: METRICS.map((metric) => ({
      metric,
      cells: winnerMap(points, metric).map(({ winner, ...cell }): SweepCell => {
        const accelerator = nameOf(winner);
        return accelerator === undefined ? cell : { ...cell, accelerator };
      }),
    })),
    pareto: FRONTS.map(([first, second]) => ({
      metrics: [first, second],
      rows: paretoFront(
        known(known(points, first), second),
        (point) => figureOf(point, first) ?? Infinity,
        (point) => figureOf(point, second) ?? Infinity,
      ).map(rowOf),
    })),
  });
};

export type SweepReport = ReturnType<typeof sweepReport>;
