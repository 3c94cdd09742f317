import schema from '../../../schemas/hardware.schema.json';
import { type Field, fieldsOf, fieldsUnder } from '../editor/json-schema';

let top: readonly Field[] | undefined;

/** What may stand in a mapping of a file of parts; none where nothing may, or anything. */
export const partsFieldsAt = (path: readonly string[]): readonly Field[] =>
  fieldsUnder((top ??= fieldsOf(schema)), path);

/** Of a field that is a number with where it comes from. */
const isSourced = ({ required }: Field): boolean =>
  ['value', 'source'].every((name) => required.includes(name));

const UNITS: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/GBs$/, '10⁹ bytes/s'],
  [/GB$/, '10⁹ bytes'],
  [/MB$/, '10⁶ bytes'],
  [/KB$/, '10³ bytes'],
  [/[Ww]atts$/, 'W'],
  [/Microseconds$/, 'µs'],
  [/Mm2$/, 'mm²'],
  [/Billion$/, '10⁹'],
];

/** What a field's number counts, where its name or its mapping says. */
export const unitOf = (path: readonly string[], { name }: Field): string | undefined => {
  if (path.at(-1) === 'peakTflops') return 'TFLOP/s';
  if (path.at(-1) === 'rates') return 'share, 0 … 1';
  return UNITS.find(([ending]) => ending.test(name))?.[1];
};

/** Without what VS Code reads as a mark of its own. */
const choiceOf = (stop: number, { values }: Field): string => `\${${stop}|${values.join(',')}|}`;

const sourcedSnippet = ({ name, fields = [] }: Field): string => {
  const kind = fields.find((field) => field.name === 'kind');
  // What a workspace writes is its own, so that kind stands first.
  const kinds =
    kind === undefined ? '' : ` kind: ${choiceOf(2, { ...kind, values: ownFirst(kind.values) })},`;
  return `${name}: { value: $1,${kinds} source: $3 }`;
};

const ownFirst = (kinds: readonly string[]): readonly string[] => [
  'user',
  ...kinds.filter((kind) => kind !== 'user'),
];

/** What is inserted for a field, as a snippet: with all that it cannot be without. @param inBraces On a single line. */
export const snippetOf = (field: Field, inBraces: boolean): string => {
  const { name, fields, isList, required } = field;
  if (isSourced(field)) return sourcedSnippet(field);
  if (fields === undefined) return isList === true ? `${name}: [$0]` : `${name}: $0`;
  const [first] = required;
  const inner = first === undefined ? '$0' : `${first}: $0`;
  if (inBraces) return isList === true ? `${name}: [{ ${inner} }]` : `${name}: { ${inner} }`;
  return isList === true ? `${name}:\n  - ${inner}` : `${name}:\n  ${inner}`;
};
