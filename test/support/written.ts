import type { WrittenField } from '../../src/core/traces/written/event';
import type { WrittenValue } from '../../src/core/traces/written/value';

/** What JSON.parse makes of the same. */
export const parsedValue = (value: WrittenValue): unknown => {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'word':
      return JSON.parse(value.text);
    case 'list':
      return value.items.map(parsedValue);
    case 'object':
      return Object.fromEntries(value.members.map(([key, member]) => [key, parsedValue(member)]));
  }
};

/** The fields of one part as an object. */
export const partOf = (
  fields: readonly WrittenField[],
  part: WrittenField['part'],
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    fields.filter((field) => field.part === part).map(({ key, value }) => [key, parsedValue(value)]),
  );
