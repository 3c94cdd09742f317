import type { Architecture } from '../architecture';
import type { Fields } from '../fields';

/** The family of a `model_type`, for models that are made of others. @throws Problem where it is not known. */
export type FamilyOf = (fields: Fields) => Family;

/** A family of models: which `model_type`s it covers, and how its config is read. */
export interface Family {
  readonly id: string;
  readonly modelTypes: readonly string[];
  /** @throws Problem where a field is missing or cannot be. */
  read(fields: Fields, familyOf: FamilyOf): Architecture;
}
