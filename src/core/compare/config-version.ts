import type { TextsBeside } from '../input/beside';
import type { Model } from '../models/model';
import { parseConfig } from '../models/read';
import { readModelBeside } from '../models/read-beside';
import { Problem } from '../problem';
import type { LocatedValue } from '../text/located';
import { changedFields, type FieldChange, type Json, plainOf } from './diff-fields';

/** A config as it was or is: its text, its name, and what stood beside it. */
export interface ConfigVersion {
  readonly text: string;
  readonly name: string;
  readonly beside?: TextsBeside;
}

/** A config that was opened, under the name it is told by. */
export const versionOf = (
  { text, beside }: Pick<ConfigVersion, 'text' | 'beside'>,
  name: string,
): ConfigVersion => ({ text, name, ...(beside === undefined ? {} : { beside }) });

/** Where a config's own fields, and those of the files beside it, stand in its state. */
const FIELDS = 'fields';
const BESIDE = 'beside';

/** @throws Problem that says what is wrong, naming the version or the file beside it. */
export const readVersion = ({ text, name, beside }: ConfigVersion): Model => {
  try {
    return readModelBeside(text, name, beside);
  } catch (error) {
    throw error instanceof Problem ? error.inFile(name) : error;
  }
};

const fieldsBeside = ({ beside = {} }: ConfigVersion): ReadonlyMap<string, LocatedValue> =>
  new Map(
    Object.entries(beside).map(([path, text]) => {
      try {
        return [path, parseConfig(text, path).value];
      } catch (error) {
        throw error instanceof Problem ? error.inFile(path) : error;
      }
    }),
  );

/** A file that only one version has is one change. */
const fieldsOrWhole = (
  before: LocatedValue | undefined,
  after: LocatedValue | undefined,
): readonly Pick<FieldChange, 'steps' | 'before' | 'after'>[] =>
  before !== undefined && after !== undefined
    ? changedFields(before, after)
    : [
        {
          steps: [],
          ...(before === undefined ? {} : { before: plainOf(before) }),
          ...(after === undefined ? {} : { after: plainOf(after) }),
        },
      ];

/** `unet/config.json` is told as `unet`. */
const titleOf = (path: string): string => path.replace(/(\/config)?\.json$/, '');

/**
 * The fields that differ, those of files beside it after them, under the file's or its folder's name. The steps are
 * those of the config's state.
 * @throws Problem of a version that is no config.
 */
export const changesOfConfig = (before: ConfigVersion, after: ConfigVersion): readonly FieldChange[] => {
  const own = changedFields(
    parseConfig(before.text, before.name).value,
    parseConfig(after.text, after.name).value,
  );
  const [was, is] = [fieldsBeside(before), fieldsBeside(after)];
  const others = [...new Set([...was.keys(), ...is.keys()])].flatMap((path) =>
    fieldsOrWhole(was.get(path), is.get(path)).map((change) => ({
      ...change,
      path: [titleOf(path), ...change.steps].join('.'),
      steps: [BESIDE, path, ...change.steps],
      // Places in another text than the config's.
      where: {},
    })),
  );
  return [...own.map((change) => ({ ...change, steps: [FIELDS, ...change.steps] })), ...others];
};

/** A config and what stands beside it as one value, to which single changes can be applied. @throws Problem likewise. */
export const stateOfConfig = (version: ConfigVersion): Json => ({
  [FIELDS]: plainOf(parseConfig(version.text, version.name).value),
  [BESIDE]: Object.fromEntries([...fieldsBeside(version)].map(([path, value]) => [path, plainOf(value)])),
});

/** The config in such a state. */
export const configInState = (state: Json, name: string): ConfigVersion => {
  const beside = Object.entries(partOf(state, BESIDE) ?? {});
  return {
    text: JSON.stringify(partOf(state, FIELDS)),
    name,
    ...(beside.length === 0
      ? {}
      : { beside: Object.fromEntries(beside.map(([path, value]) => [path, JSON.stringify(value)])) }),
  };
};

const partOf = (state: Json, part: string): Json =>
  typeof state === 'object' && state !== null && part in state
    ? ((state as { readonly [key: string]: Json })[part] ?? null)
    : null;
