import { isRecord } from '../../protocol/rpc';

type Node = Readonly<Record<string, unknown>>;

/** A field of a file that people write, as its JSON Schema describes it. */
export interface Field {
  readonly name: string;
  readonly description: string;
  /** Of a mapping, or of each item of a list: what may stand in it. */
  readonly fields?: readonly Field[];
  readonly isList?: boolean;
  /** The fields of a mapping that it cannot be without. */
  readonly required: readonly string[];
  readonly default?: string;
  /** Values that it may have, or examples of them. */
  readonly values: readonly string[];
}

const textIn = (node: Node, key: string): string | undefined => {
  const value = node[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

const listIn = (node: Node, key: string): readonly string[] => {
  const value = node[key];
  return Array.isArray(value) ? value.map(String) : [];
};

const recordIn = (node: Node, key: string): Node => {
  const value = node[key];
  return isRecord(value) ? value : {};
};

/** The fields of a schema's top. */
export const fieldsOf = (schema: Node): readonly Field[] => {
  /** With what its `$ref` and `allOf` say. */
  const resolved = (node: Node): Node => {
    const steps = textIn(node, '$ref')?.replace('#/', '').split('/') ?? [];
    const target = steps.length === 0 ? {} : resolved(steps.reduce(recordIn, schema));
    const parts = Array.isArray(node['allOf']) ? node['allOf'].filter(isRecord).map(resolved) : [];
    const merged = parts.reduce<Node>((all, part) => ({ ...part, ...all }), {});
    return { ...target, ...merged, ...node };
  };
  const fieldsIn = (node: Node): readonly Field[] =>
    Object.entries(recordIn(node, 'properties')).flatMap(([name, value]) =>
      isRecord(value) ? [fieldOf(name, resolved(value))] : [],
    );
  const fieldOf = (name: string, node: Node): Field => {
    const fallback = textIn(node, 'default');
    const isList = node['type'] === 'array';
    const mapping = isList ? resolved(recordIn(node, 'items')) : node;
    return {
      name,
      description: textIn(node, 'description') ?? '',
      ...(isRecord(mapping['properties']) ? { fields: fieldsIn(mapping) } : {}),
      ...(isList ? { isList } : {}),
      required: listIn(mapping, 'required'),
      ...(fallback === undefined ? {} : { default: fallback }),
      values: [
        ...listIn(node, 'enum'),
        ...listIn(node, 'examples'),
        ...(node['type'] === 'boolean' ? ['true', 'false'] : []),
      ],
    };
  };
  return fieldsIn(schema);
};

/** Of the fields at a file's top, those in the mapping that a path of names leads to; none where nothing may stand, or anything. */
export const fieldsUnder = (top: readonly Field[], path: readonly string[]): readonly Field[] =>
  path.reduce((fields, name) => fields.find((field) => field.name === name)?.fields ?? [], top);

/** What is said of a field. */
export const explain = ({ description, default: fallback, values }: Field): string =>
  [
    description,
    ...(fallback === undefined ? [] : [`Default: ${fallback}.`]),
    ...(values.length === 0 ? [] : [`Such as ${values.join(', ')}.`]),
  ].join('\n\n');
