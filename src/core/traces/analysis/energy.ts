import type { Counters } from '../columns';
import { ranSpan, type Span } from '../ran';
import type { Analysis } from './analysis';
import { wattsPerUnit } from './power-counters';
import { groupRows, rowsUpTo, sortRowsBy } from './rows';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** What the trace itself measured of energy. */
export interface EnergyReport {
  readonly counters: readonly PowerCounter[];
}

/** Energy as a power counter in the trace measured it. */
export interface PowerCounter {
  /** The counter and its series. */
  readonly counter: string;
  readonly joules: number;
  readonly averageWatts: number;
  /** From the first sample to the last, as far as anything was recorded meanwhile. */
  readonly seconds: number;
  readonly samples: number;
}

/** No rack draws as much; a reading of NVML that failed is 2^32 - 1 milliwatts. */
const MOST_WATTS = 1e6;

/**
 * Energy from power counters, by the trapezoid rule between samples, as far as these reach into what was recorded; samples
 * below zero, or of megawatts, are none. Undefined without such counters: then it is an estimate's, from device busy time and a power model.
 */
const run = (selection: Selection): EnergyReport | undefined => {
  const { counters, strings } = selection.trace;
  const nameOf = (row: number): string => {
    const [name, series] = [strings.text(counters.name[row] ?? 0), strings.text(counters.series[row] ?? 0)];
    return name === series || series === '' ? name : `${name} ${series}`;
  };
  const rows = sortRowsBy(rowsUpTo(counters.length), counters.time);
  const isDraw = (row: number): boolean => {
    const watts = (counters.value[row] ?? NaN) * (wattsPerUnit(nameOf(row)) ?? NaN);
    return watts >= 0 && watts < MOST_WATTS;
  };
  const series = groupRows(
    rows.filter(isDraw),
    (row) =>
      (counters.track[row] ?? 0) * strings.size ** 2 +
      (counters.name[row] ?? 0) * strings.size +
      (counters.series[row] ?? 0),
  );
  if (series.size === 0) return undefined;
  const ran = ranSpan(selection.trace);
  const reports = [...series.values()].flatMap((samples) => {
    const counter = nameOf(samples[0] ?? 0);
    const { joules, seconds } = area(counters, samples, wattsPerUnit(counter) ?? 1, ran);
    // What runs never draws nothing: a counter that says so was not read.
    return joules > 0
      ? [{ counter, joules, averageWatts: joules / seconds, seconds, samples: samples.length }]
      : [];
  });
  return reports.length === 0 ? undefined : { counters: reports };
};

/** Under the straight lines between samples, over the part of them in a span; over all where none of them is. */
const area = (
  { time, value }: Counters,
  samples: Uint32Array,
  watts: number,
  span: Span,
): { readonly joules: number; readonly seconds: number } => {
  const [first, last] = [time[samples[0] ?? 0] ?? 0, time[samples.at(-1) ?? 0] ?? 0];
  const reaches = Math.min(last, span.to) > Math.max(first, span.from);
  const { from, to } = reaches ? span : { from: first, to: last };
  let joules = 0;
  for (let i = 1; i < samples.length; i++) {
    const [a, b] = [samples[i - 1] ?? 0, samples[i] ?? 0];
    const [begin, end] = [time[a] ?? 0, time[b] ?? 0];
    const [low, high] = [Math.max(begin, from), Math.min(end, to)];
    if (!(high > low)) continue;
    const [before, after] = [value[a] ?? 0, value[b] ?? 0];
    const at = (moment: number): number => before + ((after - before) * (moment - begin)) / (end - begin);
    joules += ((at(low) + at(high)) / 2) * watts * inSeconds(high - low);
  }
  return { joules, seconds: inSeconds(Math.min(last, to) - Math.max(first, from)) };
};

export const energy: Analysis<'energy', EnergyReport> = { id: 'energy', run };
