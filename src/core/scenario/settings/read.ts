import { looksLikeModelConfig, parseConfig } from '../../models/read';
import { Problem } from '../../problem';
import type { LocatedValue, SourceRange } from '../../text/located';
import { parseToml } from '../../text/toml';
import { SETTINGS_FORMATS, type SettingsFormat } from './formats';
import { parseArguments } from '../../text/arguments';
import type { Settings, SettingsField } from './settings';
import { merge, type Said, Value } from './values';

interface Found {
  readonly key: SourceRange;
  readonly value: LocatedValue;
}

type Paths = ReadonlyMap<string, Found>;

const normal = (name: string): string => name.toLowerCase().replace(/-/g, '_');

/** Deep enough for every program's settings. */
const MAX_DEPTH = 5;

/** All values by dotted path, with dashes as underscores; of lists the first element. */
const pathsOf = (value: LocatedValue): Paths => {
  const paths = new Map<string, Found>();
  const walk = (one: LocatedValue, key: SourceRange, path: string, depth: number): void => {
    if (path !== '') paths.set(path, { key, value: one });
    if (one.type === 'scalar' || depth > MAX_DEPTH) return;
    if (one.type === 'array') {
      const [first] = one.items;
      if (first !== undefined) walk(first, key, `${path}.0`, depth + 1);
      return;
    }
    for (const [name, entry] of one.entries)
      walk(entry.value, entry.key, path === '' ? normal(name) : `${path}.${normal(name)}`, depth + 1);
  };
  walk(value, value.range, '', 0);
  return paths;
};

const formatOf = (paths: Paths): SettingsFormat | undefined =>
  SETTINGS_FORMATS.find(({ known, least }) => known.filter((path) => paths.has(path)).length >= least);

const parse = (text: string, name: string): LocatedValue =>
  /\.toml$/i.test(name)
    ? parseToml(text)
    : /\.(json|ya?ml)$/i.test(name)
      ? parseConfig(text, name).value
      : (parseArguments(text) ?? parseConfig(text, name).value);

const settingsOf = (text: string, value: LocatedValue): Settings | undefined => {
  const paths = pathsOf(value);
  const format = formatOf(paths);
  if (format === undefined) return undefined;
  let said: Said = { parallelism: {}, layout: {} };
  const fields: SettingsField[] = [];
  for (const [path, target] of Object.entries(format.keys)) {
    const found = paths.get(path);
    if (found === undefined) continue;
    said = merge(said, target, new Value(text, path, found.value));
    const { range } = found.value;
    fields.push({ path, target, value: text.slice(range.start, range.end), range, key: found.key });
  }
  const { id, title, task, engine } = format;
  // torchtitan's data-parallel shards are FSDP's: weights, gradients and optimizer state are all shared out.
  const layout = id === 'torchtitan' ? { zero: 3 as const, ...said.layout } : said.layout;
  return { format: id, title, task, ...(engine === undefined ? {} : { engine }), ...said, layout, fields };
};

/**
 * Reads the settings of a serving or training program: JSON, YAML, TOML, or a script with its arguments.
 * @returns undefined where the text is something else.
 * @throws Problem where a value cannot be, or the text is broken.
 */
export const readSettings = (text: string, name: string): Settings | undefined => {
  const own = looksLikeModelConfig(text, name);
  const settings = settingsOf(text, parse(text, name));
  return settings === undefined || !own
    ? settings
    : settings.format === 'megatron'
      ? { ...settings, ownModel: true }
      : undefined;
};

/** Whether a text is such settings, right or wrong. */
export const looksLikeSettings = (text: string, name: string): boolean => {
  try {
    const format = formatOf(pathsOf(parse(text, name)));
    return format !== undefined && (format.id === 'megatron' || !looksLikeModelConfig(text, name));
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
};
