import { join } from 'node:path';
import { GROUPS } from '../fit/groups';
import { heldOutPower, powerRows } from '../fit/power';
import { type Prepared, prepare } from '../fit/prepare';
import { heldOut } from '../fit/times';
import type { Case } from './case';
import { logError } from './stats';
import { percent } from './tables';

const EVALUATIONS = 2000;
const EXPONENT = 0.25;

/** Errors on each model's rows with coefficients fitted on the other models' rows only. Takes minutes. */
export const heldOutTable = (cases: readonly Case[], folder: string): string => {
  const prepared = cases
    .filter(({ apart }) => apart === undefined)
    .map((question): Prepared => prepare(question, join(folder, '..', 'configs')));
  const timed = prepared.filter(
    ({ question: { measured } }) => measured.latency !== undefined || measured.tokensPerSecond !== undefined,
  );
  const times = GROUPS.flatMap((group) => {
    const held = heldOut(group, timed.filter(group.rows), EVALUATIONS);
    return [...held].map(
      ([set, ratios]) =>
        `| time, ${group.name} | ${set} | ${ratios.length} | ${percent(logError(ratios, 0.5))} | ${percent(logError(ratios, 0.9))} |`,
    );
  });
  const power = ['hopper', 'blackwell'].map((family) => {
    const rows = powerRows(prepared, family);
    const { median, p90 } = heldOutPower(rows, EXPONENT);
    return `| power, ${family} | both | ${rows.length} | ${percent(median)} | ${percent(p90)} |`;
  });
  return [
    '| Fitted without the model | Set | Rows | Median error | 90th percentile |',
    '| --- | --- | ---: | ---: | ---: |',
    ...times,
    ...power,
  ].join('\n');
};
