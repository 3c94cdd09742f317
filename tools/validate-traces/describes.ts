import type { Description } from '../../src/core/traces/analysis/describe';
import { isClose } from './parity';
import type { Cells } from './results';

/** The statistics that pandas' `describe` has, as ours are called. */
export const HTA_QUARTILES = {
  mean: 'mean',
  std: 'stddev',
  min: 'min',
  '25%': 'p25',
  '50%': 'p50',
  '75%': 'p75',
  max: 'max',
} as const satisfies Readonly<Record<string, keyof Description>>;

/** HTA's columns `PREFIX_count`, `PREFIX_mean` … against ours. */
export const describesAs = (row: Cells, prefix: string, ours: Description | undefined, scale = 1): boolean =>
  ours !== undefined &&
  ours.count === row[`${prefix}_count`] &&
  Object.entries(HTA_QUARTILES).every(([name, key]) => {
    const [value, theirs] = [ours[key], row[`${prefix}_${name}`]];
    return typeof theirs === 'number'
      ? isClose(value === undefined ? undefined : value * scale, theirs)
      : value === undefined;
  });
