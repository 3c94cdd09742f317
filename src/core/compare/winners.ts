import { type DesignMetric, figureOf } from './metrics';
import type { DesignPoint } from './sweep';

/** The best deployment of one cell of the map batch × input, and by how much. */
export interface WinnerCell {
  readonly batch: number;
  readonly input: number;
  readonly output: number;
  /** Place of the best deployment in the list; absent where none fits or none has the figure. */
  readonly winner?: number;
  /** The winner's figure; less is better. */
  readonly value?: number;
  /** How much worse the runner-up is, as a share of the winner's figure. Absent where nobody else fits. */
  readonly margin?: number;
  /** The runner-up is within the accuracy of the estimates: nobody really wins. */
  readonly tie: boolean;
}

/** The median error of the estimates against measurements is of this size (docs/validation.md). */
const TIE = 0.05;

const cellOf = (
  points: readonly DesignPoint[],
  metric: DesignMetric,
): Omit<WinnerCell, 'batch' | 'input' | 'output'> => {
  const ranked = points
    .flatMap((point) => {
      const value = figureOf(point, metric);
      return point.fits && value !== undefined ? [{ winner: point.deployment, value }] : [];
    })
    .sort((a, b) => a.value - b.value);
  const [best, second] = ranked;
  if (best === undefined) return { tie: false };
  if (second === undefined) return { ...best, tie: false };
  const margin = second.value / best.value - 1;
  return { ...best, margin, tie: margin < TIE };
};

/** Which deployment is best where, by one metric: a cell for each batch and lengths, in the order of the points. */
export const winnerMap = (points: Iterable<DesignPoint>, metric: DesignMetric): readonly WinnerCell[] => {
  const cells = new Map<string, DesignPoint[]>();
  for (const point of points) {
    const key = `${point.batch} ${point.input} ${point.output}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [point]);
    else cell.push(point);
  }
  return [...cells.values()].flatMap((cell) => {
    const [first] = cell;
    if (first === undefined) return [];
    const { batch, input, output } = first;
    return [{ batch, input, output, ...cellOf(cell, metric) }];
  });
};
