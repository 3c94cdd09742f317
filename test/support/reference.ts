import type { Model } from '../../src/core/models/model';
import type { Problem } from '../../src/core/problem';
import { modelAt } from '../../tools/validate-models/ours';
import { type ReferenceRow, referenceRowsIn } from '../../tools/validate-models/rows';
import { sharedPath } from './shared';

export type { ReferenceRow };

export const referenceRows = (): readonly ReferenceRow[] => referenceRowsIn(sharedPath('configs'));

/** The row's model, or the problem with its config; anything else thrown is a fault. */
export const readRow = ({ config_path }: ReferenceRow): Model | Problem =>
  modelAt(sharedPath('configs'), config_path);
