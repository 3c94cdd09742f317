import { Problem } from '../../src/core/problem';
import { argumentsOrExit } from '../document/shared-folder';
import { readCases, ROWS } from '../validate/sets';
import { GROUPS } from './groups';
import { type Prepared, prepare } from './prepare';
import { fitTerms, inSample } from './times';

/** Prints the coefficients of engines.yaml fitted to a folder of reference rows: `fit FOLDER [group]`. */
const {
  folder,
  rest: [only],
} = argumentsOrExit('fit FOLDER [group]', ROWS);
const EVALUATIONS = 6000;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const prepared = readCases(folder.reference)
  .filter(
    ({ apart, measured }) =>
      apart === undefined && (measured.latency !== undefined || measured.tokensPerSecond !== undefined),
  )
  .flatMap((question): readonly Prepared[] => {
    try {
      return [prepare(question, folder.configs)];
    } catch (error) {
      if (error instanceof Problem) return [];
      throw error;
    }
  });

for (const group of GROUPS.filter(({ name }) => only === undefined || name === only)) {
  const rows = prepared.filter(group.rows);
  const terms = fitTerms(group, rows, EVALUATIONS);
  const all = inSample(rows, terms);
  console.log(`${group.name}: ${rows.length} rows, median ${percent(all.median)}, p90 ${percent(all.p90)}`);
  for (const [term, value] of Object.entries(terms))
    console.log(`  ${term}: ${Number(value).toPrecision(3)}`);
}
