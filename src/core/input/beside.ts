/**
 * The other files of a folder that reading a config asks for. Which they are is told from its text and its name alone,
 * so whoever has files (a disk, a commit, an editor) can fetch them before anything is read.
 */

/** The texts that tell what a config leaves out, by path from its folder. */
export type TextsBeside = Readonly<Record<string, string>>;

/** A file's text, by path from the config's folder; undefined where there is no such file. */
export type ReadBeside = (path: string) => Promise<string | undefined>;

/** What NVIDIA's Model Optimizer writes beside a config.json: how it is quantised. */
export const QUANTIZATION_FILE = 'hf_quant_config.json';
const INDEX_FILE = 'model_index.json';
const CONFIG_FILE = 'config.json';

/** Whether a text is the index of a diffusers pipeline, whose components have configs of their own. */
export const isPipelineIndex = (text: string): boolean => /"_class_name"\s*:\s*"[^"]*Pipeline"/.test(text);

/** Where the config of a pipeline's component may be: in a folder of its own, or beside the index. */
export const componentPaths = (component: string): readonly string[] => [
  `${component}/${CONFIG_FILE}`,
  `${component}.json`,
];

/** Names of components are names of folders, and lead nowhere else. */
const FOLDER_NAME = /^\w[\w.-]*$/;

const componentsOf = (index: string): readonly string[] => {
  let value: unknown;
  try {
    value = JSON.parse(index.replace(/^\ufeff/, ''));
  } catch {
    // What is wrong with it is said when it is read.
    return [];
  }
  return Object.entries(typeof value === 'object' && value !== null ? value : {}).flatMap(
    ([name, listed]: [string, unknown]) =>
      Array.isArray(listed) && typeof listed[1] === 'string' && FOLDER_NAME.test(name) ? [name] : [],
  );
};

const split = (path: string): { readonly folder: string; readonly file: string } => {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  return { folder: path.slice(0, at), file: path.slice(at) };
};

/** Whether reading a file of this name may ask for others. */
export const mayAskBeside = (path: string): boolean => [INDEX_FILE, CONFIG_FILE].includes(split(path).file);

/** The files that reading a config asks for, by path from its folder; some may not be there. */
export const pathsBeside = (text: string, path: string): readonly string[] =>
  isPipelineIndex(text)
    ? componentsOf(text).flatMap(componentPaths)
    : split(path).file === CONFIG_FILE
      ? [QUANTIZATION_FILE]
      : [];

/** Their texts; undefined where it needs none. */
export const textsBeside = async (
  text: string,
  path: string,
  read: ReadBeside,
): Promise<TextsBeside | undefined> => {
  const found = await Promise.all(
    pathsBeside(text, path).map(async (beside) => [beside, await read(beside)] as const),
  );
  const texts = found.flatMap(([beside, its]) => (its === undefined ? [] : [[beside, its] as const]));
  return texts.length > 0 || isPipelineIndex(text) ? Object.fromEntries(texts) : undefined;
};

/** Configs that a file may tell something of: each with the path by which it would ask for the file. */
export const mayAskFor = (path: string): readonly { readonly config: string; readonly beside: string }[] => {
  const { folder, file } = split(path);
  if (file === QUANTIZATION_FILE) return [{ config: `${folder}${CONFIG_FILE}`, beside: file }];
  const own = { config: `${folder}${INDEX_FILE}`, beside: file };
  if (file !== CONFIG_FILE || folder === '') return [own];
  const { folder: above, file: component } = split(folder.slice(0, -1));
  return [own, { config: `${above}${INDEX_FILE}`, beside: `${component}/${file}` }];
};
