import type { Analysis } from './analysis';
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
  /** From the first sample to the last. */
  readonly seconds: number;
  readonly samples: number;
}

/** Counters that say "power", in watts, or in milliwatts where their name says so. */
const POWER = /power/i;
const MILLIWATTS = /\(?\bmW\b\)?|milliwatt/i;

/**
 * Energy from power counters, by the trapezoid rule between samples. Undefined without such counters: then it is an
 * estimate's, from device busy time and a power model.
 */
const run = (selection: Selection): EnergyReport | undefined => {
  const { counters, strings } = selection.trace;
  const nameOf = (row: number): string =>
    [strings.text(counters.name[row] ?? 0), strings.text(counters.series[row] ?? 0)]
      .filter(Boolean)
      .join(' ');
  const rows = sortRowsBy(rowsUpTo(counters.length), counters.time);
  const series = groupRows(
    rows.filter((row) => POWER.test(nameOf(row))),
    (row) =>
      (counters.track[row] ?? 0) * strings.size ** 2 +
      (counters.name[row] ?? 0) * strings.size +
      (counters.series[row] ?? 0),
  );
  const reports = [...series.values()].flatMap((samples) => {
    const counter = nameOf(samples[0] ?? 0);
    const scale = MILLIWATTS.test(counter) ? 1e-3 : 1;
    let joules = 0;
    for (let i = 1; i < samples.length; i++) {
      const [from, to] = [samples[i - 1] ?? 0, samples[i] ?? 0];
      const mean = ((counters.value[from] ?? 0) + (counters.value[to] ?? 0)) / 2;
      joules += mean * scale * inSeconds((counters.time[to] ?? 0) - (counters.time[from] ?? 0));
    }
    const seconds = inSeconds(
      (counters.time[samples.at(-1) ?? 0] ?? 0) - (counters.time[samples[0] ?? 0] ?? 0),
    );
    return seconds > 0
      ? [{ counter, joules, averageWatts: joules / seconds, seconds, samples: samples.length }]
      : [];
  });
  return reports.length === 0 ? undefined : { counters: reports };
};

export const energy: Analysis<'energy', EnergyReport> = { id: 'energy', run };
