import { Problem } from '../problem';
import { MAX_CONFIG_BYTES, parseJson } from '../text/json';
import { parseArguments } from '../text/arguments';
import { type LocatedValue, positionAt } from '../text/located';
import { parseYaml } from '../text/yaml';
import { FORMATS } from './formats';
import { QUANTIZATION_FILE } from '../input/beside';
import type { ConfigText } from './formats/format';
import { withQuantizationBeside } from './formats/huggingface/beside';
import { hasGin, parseGin } from './formats/generative/gin';
import { hasFlags, parseFlags } from './formats/torchrec/flags';
import type { Model } from './model';
import { whatElse } from './what-else';

/** What is told beside a config that leaves it to other files. */
export interface GivenBeside extends Pick<ConfigText, 'vocabulary'> {
  /** Text of the hf_quant_config.json beside a config.json. */
  readonly quantization?: string;
}

const EXPECTED = 'expected a "model_type", as in a Hugging Face config.json';

const isYamlName = (name: string): boolean => /\.ya?ml$/i.test(name);

/** JSON begins with a brace; what does not, and is not called JSON, is YAML. */
const isYaml = (text: string, name: string): boolean =>
  isYamlName(name) || (!/\.json(\.[a-z]+)?$/i.test(name) && !/^[\ufeff\s]*[{[]/.test(text));

/** Neither JSON nor YAML by name: a script, which may hold command lines with a model's options. */
const isScript = (name: string): boolean => !/\.(json|ya?ml)$/i.test(name);

const commandIn = (text: string, name: string): LocatedValue | undefined => {
  if (!isScript(name)) return undefined;
  if (hasFlags(text)) return parseFlags(text);
  if (hasGin(text)) return parseGin(text);
  return /--num-layers\b/.test(text) && /--hidden-size\b/.test(text) ? parseArguments(text) : undefined;
};

/** The fields of a config with their places, whatever it is a config of. @throws Problem naming line and column. */
export const parseConfig = (text: string, name: string): ConfigText => {
  if (text.length > MAX_CONFIG_BYTES) {
    throw new Problem(
      `the file has ${text.length} characters; expected a model config of at most ${MAX_CONFIG_BYTES}`,
    );
  }
  const bad = text.search(/[\u0000-\u0008\u000e-\u001f\ufffd]/);
  if (bad !== -1)
    throw new Problem('not text: a binary byte; expected a JSON or YAML config', positionAt(text, bad));
  const value =
    commandIn(text, name) ??
    (isYaml(text, name)
      ? parseYaml(text)
      : parseJson(text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text));
  if (value.type !== 'object') {
    throw new Problem('not a model config: expected an object', positionAt(text, value.range.start));
  }
  return { text, value, name };
};

const parseBeside = (text: string): LocatedValue => {
  try {
    return parseJson(text);
  } catch (error) {
    throw error instanceof Problem ? error.inFile(QUANTIZATION_FILE) : error;
  }
};

/**
 * Reads a model config of any known format.
 * @param name File name or path; it names the model and is no part of the detection.
 * @param given What a config leaves to other files.
 * @throws Problem that says what is wrong, where, and what would be right.
 */
export const readModel = (text: string, name: string, given: GivenBeside = {}): Model => {
  const { vocabulary, quantization } = given;
  const own = { ...parseConfig(text, name), ...(vocabulary === undefined ? {} : { vocabulary }) };
  const config = quantization === undefined ? own : withQuantizationBeside(own, parseBeside(quantization));
  const format = FORMATS.find(({ sniff }) => sniff(config));
  if (format === undefined) {
    throw new Problem(`not a model config: ${whatElse(config) ?? EXPECTED}`, { line: 1, column: 1 });
  }
  return format.read(config);
};

/** Whether a text is meant to be a model config, right or wrong. Cheap; for lenses and diagnostics. */
export const looksLikeModelConfig = (text: string, name: string): boolean => {
  try {
    const config = parseConfig(text, name);
    return FORMATS.some(({ sniff }) => sniff(config));
  } catch (error) {
    if (error instanceof Problem) return /"(model_type|architectures|_class_name)"\s*:/.test(text);
    throw error;
  }
};
