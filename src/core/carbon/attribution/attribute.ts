import type { Assumption } from '../../units/provenance';
import { dataFile, once } from '../data';
import sourcesFile from './sources.yaml';

interface Origin {
  readonly licence?: string;
  readonly year?: number;
}

const register = once(() =>
  dataFile(sourcesFile, 'attribution/sources.yaml')
    .at('sources')
    .list()
    .map((entry) => ({
      pattern: new RegExp(entry.at('pattern').text(), 'i'),
      licence: entry.at('licence').text(),
      year: entry.maybe('year', (year) => year.number()),
    })),
);

/** A span of years, a preprint's number, or a year. */
const DATES = /\b20\d\d to 20\d\d\b|arXiv:? ?(\d\d)\d\d\.\d{4,5}|\b(20[012]\d)\b/;
const CENTURY = 2000;

/** The first year that a source's text names, also as a preprint's number; of a span, none. */
const yearIn = (source: string): number | undefined => {
  const [, preprint, year] = DATES.exec(source) ?? [];
  if (year !== undefined) return Number(year);
  return preprint === undefined ? undefined : CENTURY + Number(preprint);
};

const known = new Map<string, Origin>();

/** Licence and year of a source by its text; what the register does not know is absent, which is unknown. */
export const originOf = (source: string): Origin => {
  const before = known.get(source);
  if (before !== undefined) return before;
  const entry = register().find(({ pattern }) => pattern.test(source));
  const year = entry?.year ?? yearIn(source);
  const origin: Origin = {
    ...(entry === undefined ? {} : { licence: entry.licence }),
    ...(year === undefined ? {} : { year }),
  };
  known.set(source, origin);
  return origin;
};

/** Every assumption with the licence and year of its source, where it has none of its own. */
export const attributed = (assumptions: readonly Assumption[]): readonly Assumption[] =>
  assumptions.map((assumption) => ({ ...originOf(assumption.source), ...assumption }));
