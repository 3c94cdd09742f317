import type { Metric } from './case';
import type { Prediction } from './predict';
import { logError, pairsInOrder, quantile } from './stats';

export interface Point {
  readonly prediction: Prediction;
  readonly metric: Metric;
  readonly measured: number;
  readonly predicted: number;
}

const METRIC_NAMES: Readonly<Record<Metric, string>> = {
  tokensPerSecond: 'output tokens/s',
  joulesPerToken: 'J/token',
  watts: 'average power',
  latency: 'latency of a batch',
};

export const percent = (share: number): string =>
  Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : 'none';

/** Every measured figure of a row beside the predicted one. */
export const pointsOf = (predictions: readonly Prediction[]): readonly Point[] =>
  predictions.flatMap((prediction) =>
    (Object.keys(METRIC_NAMES) as Metric[]).flatMap((metric): readonly Point[] => {
      const measured = prediction.question.measured[metric];
      const predicted = prediction.predicted[metric];
      return measured === undefined || predicted === undefined
        ? []
        : [{ prediction, metric, measured, predicted }];
    }),
  );

const groupBy = <T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
};

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

const groupLine = (name: string, group: readonly Point[]): string => {
  const ratios = group.map(({ predicted, measured }) => predicted / measured);
  return row(
    name,
    group.length,
    percent(logError(ratios, 0.5)),
    percent(logError(ratios, 0.9)),
    quantile(ratios, 0.5).toFixed(2),
  );
};

/** Median and 90th percentile of the error, and the bias, by set, metric, hardware and engine. */
export const errorTable = (points: readonly Point[]): string => {
  const groups = groupBy(points, ({ prediction: { question }, metric }) =>
    [question.set, METRIC_NAMES[metric], question.platform.replace(/^\d+ × /, ''), question.engine].join(
      ' | ',
    ),
  );
  const lines = [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, group]) => groupLine(name, group));
  return [
    row(
      'Set',
      'Figure',
      'Hardware',
      'Engine',
      'Rows',
      'Median error',
      '90th percentile',
      'Predicted / measured',
    ),
    row('---', '---', '---', '---', '---:', '---:', '---:', '---:'),
    ...lines,
  ].join('\n');
};

/** Average power by the number format of the weights: whether narrow formats draw what the model says. */
export const formatTable = (points: readonly Point[]): string => {
  const groups = groupBy(
    points.filter(({ metric }) => metric === 'watts'),
    ({ prediction: { question, part } }) => row(question.run.weightDtype ?? 'as stored', part).slice(2, -2),
  );
  return [
    row('Weights', 'Part', 'Rows', 'Median error', '90th percentile', 'Predicted / measured'),
    row('---', '---', '---:', '---:', '---:', '---:'),
    ...[...groups].sort(([a], [b]) => a.localeCompare(b)).map(([name, group]) => groupLine(name, group)),
  ].join('\n');
};

/** One line a figure over the rows that a goal names. */
export const goalLine = (name: string, points: readonly Point[], goal: string): string => {
  const ratios = points.map(({ predicted, measured }) => predicted / measured);
  return row(name, points.length, percent(logError(ratios, 0.5)), percent(logError(ratios, 0.9)), goal);
};

export interface Order {
  readonly pairs: number;
  readonly wrong: readonly (readonly [Point, Point])[];
}

/** Pairs of platforms on the same model, lengths and batch that differ by more than `least`, and those in the wrong order. */
export const orderOf = (points: readonly Point[], least: number): Order => {
  const groups = groupBy(points, ({ prediction: { question }, metric }) =>
    [question.set, metric, question.model, question.run.batch, question.run.input].join(' | '),
  );
  const found = [...groups.values()].map((group) => pairsInOrder(group, least));
  return {
    pairs: found.reduce((sum, { pairs }) => sum + pairs, 0),
    wrong: found.flatMap(({ wrong }) => wrong),
  };
};

export const orderWords = ({ pairs, wrong }: Order): string =>
  `${pairs - wrong.length} of ${pairs} right (${percent((pairs - wrong.length) / pairs)})`;

/** Which pairs are in the wrong order, by model and platforms. */
export const wrongPairs = ({ wrong }: Order): string => {
  const names = groupBy(wrong, ([a, b]) =>
    [a.prediction.question.model, [a, b].map((p) => p.prediction.question.platform).join(' against ')].join(
      ', ',
    ),
  );
  return [...names]
    .map(
      ([name, pairs]) => `${name} (batch ${pairs.map(([p]) => p.prediction.question.run.batch).join(', ')})`,
    )
    .join('; ');
};

/** The rows furthest off, and what the model took them to be bound by. */
export const worstTable = (points: readonly Point[], count: number): string => {
  const distance = ({ predicted, measured }: Point): number => Math.abs(Math.log(predicted / measured));
  const lines = [...points]
    .sort((a, b) => distance(b) - distance(a))
    .slice(0, count)
    .map(({ prediction: { question, fits, bound }, metric, predicted, measured }) =>
      row(
        question.model,
        question.platform,
        question.engine,
        question.run.batch,
        question.run.input,
        METRIC_NAMES[metric],
        (predicted / measured).toFixed(2),
        fits ? `bound by ${bound}` : 'cache does not fit: runs in waves',
      ),
    );
  return [
    row(
      'Model',
      'Hardware',
      'Engine',
      'Batch',
      'Input',
      'Figure',
      'Predicted / measured',
      'As the model sees it',
    ),
    row('---', '---', '---', '---:', '---:', '---', '---:', '---'),
    ...lines,
  ].join('\n');
};

export const GOAL_HEADER = [
  row('Goal', 'Rows', 'Median error', '90th percentile', 'Aim'),
  row('---', '---:', '---:', '---:', '---'),
].join('\n');
