import type { Measure } from '../measure';

/** One horizontal bar a label, made of the series stacked from zero. Values are in the measure's base unit. */
export interface BarData {
  readonly title: string;
  /** What the chart shows, in a sentence or two; read to those who cannot see it and printed below it. */
  readonly summary: string;
  readonly measure: Measure;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** Low and high of each whole bar. */
  readonly ranges?: readonly ({ readonly low: number; readonly high: number } | undefined)[];
  /** Where the bars of all series begin instead, side by side: the best estimate of a tornado. */
  readonly from?: number;
}

export interface Series {
  readonly name: string;
  /** One per label; unknown values draw nothing. */
  readonly values: readonly (number | undefined)[];
  /** What is left over: memory that stays free, time in which nothing runs. */
  readonly rest?: boolean;
}

/** How far each bar reaches, unknown where no part of it is known. */
export const totals = ({ labels, series, from }: BarData): readonly (number | undefined)[] =>
  labels.map((_, index) => {
    const parts = series.map(({ values }) => values[index]).filter((value) => value !== undefined);
    if (parts.length === 0) return undefined;
    return from === undefined ? parts.reduce((sum, value) => sum + value, 0) : Math.max(from, ...parts);
  });

/** "H100 SXM: operational 0.31 g CO2e, embodied 20 mg CO2e; in all 0.21–0.48 g". */
export const describeBar = (data: BarData, index: number): string => {
  const { measure, labels, series, ranges } = data;
  const parts =
    series.length === 1
      ? measure.show(series[0]?.values[index])
      : series
          .filter(({ values }) => values[index] !== undefined)
          .map(({ name, values }) => `${name} ${measure.show(values[index])}`)
          .join(', ');
  const range = ranges?.[index];
  const bounds =
    range === undefined || range.low === range.high
      ? ''
      : `; between ${measure.show(range.low)} and ${measure.show(range.high)}`;
  return `${labels[index] ?? ''}: ${parts === '' ? measure.show(undefined) : parts}${bounds}`;
};
