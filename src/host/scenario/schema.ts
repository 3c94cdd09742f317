import schema from '../../../schemas/scenario.schema.json';
import { type Field, fieldsOf, fieldsUnder } from '../editor/json-schema';

export const SCENARIO_FIELDS: readonly Field[] = fieldsOf(schema);

/** What may stand in a mapping of a scenario; none where nothing may, or anything. */
export const scenarioFieldsAt = (path: readonly string[]): readonly Field[] =>
  fieldsUnder(SCENARIO_FIELDS, path);
