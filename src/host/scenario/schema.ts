import schema from '../../../schemas/scenario.schema.json';
import { type Field, fieldsOf } from '../editor/json-schema';

export const SCENARIO_FIELDS: readonly Field[] = fieldsOf(schema);

/** Where a place in a scenario's text is, found line by line, so that a text half typed is understood too. */
export interface Place {
  /** The section that the line stands in; undefined at the top. */
  readonly section?: Field;
  /** The fields that may stand there. */
  readonly fields: readonly Field[];
  /** The field whose line it is. */
  readonly field?: Field;
  /** Whether it stands behind the field's colon. */
  readonly inValue: boolean;
}

const LINE = /^(\s*)([A-Za-z0-9_]*)(\s*:)?/;

/** @param character From 0, in the last of `lines`, which end with the line in question. */
export const placeAt = (lines: readonly string[], character: number): Place => {
  const line = lines.at(-1) ?? '';
  const [all = '', indent = '', name = '', colon] = LINE.exec(line) ?? [];
  const header = indent === '' ? undefined : sectionAbove(lines.slice(0, -1));
  const section = SCENARIO_FIELDS.find((field) => field.name === header);
  const fields = indent === '' ? SCENARIO_FIELDS : (section?.fields ?? []);
  const field = fields.find((one) => one.name === name);
  return {
    ...(section === undefined ? {} : { section }),
    fields,
    ...(field === undefined ? {} : { field }),
    inValue: colon !== undefined && character >= all.length,
  };
};

const sectionAbove = (lines: readonly string[]): string | undefined => {
  const header = lines.findLast((line) => /^[A-Za-z]/.test(line));
  return header === undefined ? undefined : LINE.exec(header)?.[2];
};
