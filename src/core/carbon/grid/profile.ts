import { Problem } from '../../problem';
import {
  type GramsPerJoule,
  gramsPerJoule,
  gramsPerKilowattHour,
  type Seconds,
  seconds,
} from '../../units/quantity';

/** Grid intensity over time, at equal steps, as a user's CSV gives it. */
export interface IntensityProfile {
  /** Milliseconds since 1970, UTC, of the first step's beginning. */
  readonly start: number;
  readonly step: Seconds;
  readonly values: readonly GramsPerJoule[];
}

const TIME_COLUMN = /date|time|hour/i;
/** Exports that hold several intensities name the life-cycle one. */
const VALUE_COLUMNS = [/life ?cycle/i, /intensity|gco2|co2/i];
const MS_PER_SECOND = 1000;

/**
 * Reads a CSV of times and intensities in gCO2e/kWh: one header line, comma or semicolon, times in ISO 8601 (UTC
 * where they name no zone), at equal steps.
 * @throws Problem naming the line.
 */
export const readIntensityProfile = (text: string): IntensityProfile => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const [header = ''] = lines;
  const separator = header.includes(';') ? ';' : ',';
  const names = cells(header, separator);
  const time = columnOf(names, [TIME_COLUMN], 'a time');
  const value = columnOf(names, VALUE_COLUMNS, 'a carbon intensity');
  const times: number[] = [];
  const values: GramsPerJoule[] = [];
  lines.forEach((line, index) => {
    if (index === 0 || line.trim() === '') return;
    const row = cells(line, separator);
    times.push(timeOf(row[time], index + 1));
    values.push(intensityOf(row[value], index + 1));
  });
  const [first, second] = times;
  if (first === undefined || second === undefined)
    throw new Problem('the profile has fewer than two rows; expected one a step', { line: 2 });
  const step = second - first;
  times.forEach((at, index) => {
    if (step <= 0 || at !== first + index * step) {
      throw new Problem(
        `the times are not at equal steps; expected ${step / MS_PER_SECOND} s after the row before`,
        { line: index + 2 },
      );
    }
  });
  return { start: first, step: seconds(step / MS_PER_SECOND), values };
};

const cells = (line: string, separator: string): string[] =>
  line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));

const columnOf = (names: readonly string[], patterns: readonly RegExp[], what: string): number => {
  for (const pattern of patterns) {
    const found = names.findIndex((name) => pattern.test(name));
    if (found !== -1) return found;
  }
  throw new Problem(`no column of the header names ${what}; expected headers such as "datetime,gCO2e/kWh"`, {
    line: 1,
  });
};

const timeOf = (text: string | undefined, line: number): number => {
  const bare = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/.exec(text ?? '');
  const at = Date.parse(bare === null ? (text ?? '') : `${bare[1]}T${bare[2] ?? '00:00'}Z`);
  if (Number.isNaN(at))
    throw new Problem(`"${text ?? ''}" is not a time; expected ISO 8601, such as 2025-01-31T13:00Z`, {
      line,
    });
  return at;
};

const intensityOf = (text: string | undefined, line: number): GramsPerJoule => {
  const value = text === undefined || text === '' ? NaN : Number(text);
  if (!(value >= 0 && Number.isFinite(value)))
    throw new Problem(`"${text ?? ''}" is not an intensity; expected gCO2e/kWh, 0 or more`, { line });
  return gramsPerKilowattHour(value);
};

/** A time to start a job, and the mean intensity it then meets. */
export interface Start {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly intensity: GramsPerJoule;
}

export interface StartChoice {
  readonly first: Start;
  readonly best: Start;
  readonly worst: Start;
  /** Over all starts at which the job ends within the profile. */
  readonly mean: GramsPerJoule;
}

/**
 * When a job of a length is best and worst started, at constant power. O(steps).
 * @throws Problem for a job longer than the profile.
 */
export const chooseStart = ({ start, step, values }: IntensityProfile, duration: Seconds): StartChoice => {
  const steps = duration / step;
  const whole = Math.floor(steps);
  if (!(duration > 0)) throw new Problem(`a job of ${duration} s cannot be; expected more than 0`);
  if (Math.ceil(steps) > values.length)
    throw new Problem(`a job of ${duration} s is longer than the profile of ${values.length * step} s`);
  const sums = [0];
  for (const value of values) sums.push((sums.at(-1) ?? 0) + value);
  const starts = Array.from({ length: values.length - Math.ceil(steps) + 1 }, (_, index): Start => {
    const full = (sums[index + whole] ?? 0) - (sums[index] ?? 0);
    const rest = steps === whole ? 0 : (steps - whole) * (values[index + whole] ?? 0);
    return { at: start + index * step * MS_PER_SECOND, intensity: gramsPerJoule((full + rest) / steps) };
  });
  const [first] = starts;
  if (first === undefined) throw new Error('a profile with room for the job has a start');
  const pick = (better: (a: Start, b: Start) => boolean) =>
    starts.reduce((best, one) => (better(one, best) ? one : best), first);
  return {
    first,
    best: pick((a, b) => a.intensity < b.intensity),
    worst: pick((a, b) => a.intensity > b.intensity),
    mean: gramsPerJoule(starts.reduce((sum, { intensity }) => sum + intensity, 0) / starts.length),
  };
};
