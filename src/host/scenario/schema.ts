import schema from '../../../schemas/scenario.schema.json';
import { isRecord } from '../../protocol/rpc';

/** A field of a scenario, as its JSON Schema describes it. */
export interface Field {
  readonly name: string;
  readonly description: string;
  /** Of a section: what may stand in it. */
  readonly fields?: readonly Field[];
  readonly default?: string;
  /** Values that it may have, or examples of them. */
  readonly values: readonly string[];
}

const textIn = (node: Readonly<Record<string, unknown>>, key: string): string | undefined => {
  const value = node[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

const listIn = (node: Readonly<Record<string, unknown>>, key: string): readonly string[] => {
  const value = node[key];
  return Array.isArray(value) ? value.map(String) : [];
};

/** With what its `$ref` says. */
const resolved = (node: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const name = textIn(node, '$ref')?.replace('#/definitions/', '');
  const definitions: Readonly<Record<string, unknown>> = schema.definitions;
  const target = name === undefined ? undefined : definitions[name];
  return isRecord(target) ? { ...target, ...node } : node;
};

const fieldsOf = (properties: unknown): readonly Field[] =>
  isRecord(properties)
    ? Object.entries(properties).flatMap(([name, node]) =>
        isRecord(node) ? [fieldOf(name, resolved(node))] : [],
      )
    : [];

const fieldOf = (name: string, node: Readonly<Record<string, unknown>>): Field => {
  const fallback = textIn(node, 'default');
  return {
    name,
    description: textIn(node, 'description') ?? '',
    ...(isRecord(node['properties']) ? { fields: fieldsOf(node['properties']) } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    values: [...listIn(node, 'enum'), ...listIn(node, 'examples')],
  };
};

export const SCENARIO_FIELDS: readonly Field[] = fieldsOf(schema.properties);

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

/** What is said of a field. */
export const explain = ({ description, default: fallback, values }: Field): string =>
  [
    description,
    ...(fallback === undefined ? [] : [`Default: ${fallback}.`]),
    ...(values.length === 0 ? [] : [`Such as ${values.join(', ')}.`]),
  ].join('\n\n');
