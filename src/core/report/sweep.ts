import { DESIGN_METRICS, type DesignMetric, figureOf } from '../compare/metrics';
import { paretoFront } from '../compare/pareto';
import type { DesignPoint } from '../compare/sweep';
import { type WinnerCell, winnerMap } from '../compare/winners';
import { versioned } from './version';

/** A pair of metrics whose trade-off is shown. */
export type FrontMetrics = readonly [DesignMetric, DesignMetric];

/** Those of the xPU-athalon and those that people decide by. */
export const FRONTS: readonly FrontMetrics[] = [
  ['latency', 'energy'],
  ['throughput', 'latency'],
  ['latency', 'carbon'],
  ['carbon', 'cost'],
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
  readonly ttft?: number;
  readonly tpot?: number;
  readonly jouleSeconds?: number;
  readonly dollarsPerUnit?: number;
}

/** The best of one batch and lengths; no accelerator where none fits. */
export interface SweepCell extends Omit<WinnerCell, 'winner'> {
  readonly accelerator?: string;
  /** Of them; absent where it is one. */
  readonly count?: number;
}

export interface Hardware {
  readonly accelerator: string;
  readonly count: number;
}

/** What is asked of the points: which maps, and which trade-offs. */
export interface SweepView {
  readonly metrics?: readonly DesignMetric[];
  readonly fronts?: readonly FrontMetrics[];
}

/** The points that fit and have both figures and are beaten on both by none, by the first figure ascending. */
export const frontOf = (
  points: readonly DesignPoint[],
  [first, second]: FrontMetrics,
): readonly DesignPoint[] =>
  paretoFront(
    points.filter(
      (point) => point.fits && figureOf(point, first) !== undefined && figureOf(point, second) !== undefined,
    ),
    (point) => figureOf(point, first) ?? Infinity,
    (point) => figureOf(point, second) ?? Infinity,
  );

/** The points of a sweep, the winner at each batch and lengths by each metric that is known, and the Pareto fronts. */
export const sweepReport = (
  points: readonly DesignPoint[],
  hardware: readonly Hardware[],
  { metrics = DESIGN_METRICS, fronts = FRONTS }: SweepView = {},
) => {
  const known = new Set(
    DESIGN_METRICS.filter((metric) => points.some((point) => figureOf(point, metric) !== undefined)),
  );
  const rowOf = ({ deployment, ...figures }: DesignPoint): SweepRow => ({
    accelerator: hardware[deployment]?.accelerator ?? '',
    count: hardware[deployment]?.count ?? 1,
    ...figures,
  });
  return versioned({
    rows: points.map(rowOf),
    winners: metrics
      .filter((metric) => known.has(metric))
      .map((metric) => ({
        metric,
        cells: winnerMap(points, metric).map(({ winner, ...cell }): SweepCell => {
          const best = winner === undefined ? undefined : hardware[winner];
          if (best === undefined) return cell;
          const { accelerator, count } = best;
          return { ...cell, accelerator, ...(count === 1 ? {} : { count }) };
        }),
      })),
    pareto: fronts
      .filter((pair) => pair.every((metric) => known.has(metric)))
      .map((pair) => ({ metrics: pair, rows: frontOf(points, pair).map(rowOf) })),
  });
};

export type SweepReport = ReturnType<typeof sweepReport>;
