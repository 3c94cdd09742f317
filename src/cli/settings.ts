import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { GivenBeside } from '../core/models/read';
import { Problem } from '../core/problem';
import { looksLikeSettings, readSettings } from '../core/scenario/settings/read';
import type { Settings } from '../core/scenario/settings/settings';
import { count, type DeploymentFlags, hardwareOf, RUN_DEFAULTS } from './flags';
import { openFile } from './input';
import type { MemoryFlags } from './memory-flags';
import { isScenarioFile, openSubject, type Subject } from './scenario';

/** Settings have kilobytes. */
const MAX_BYTES = 1 << 20;

export interface ModelFlag {
  /** Config of the model that settings leave open. */
  readonly model?: string;
  /** Words of the tokenizer, for configs that leave them to it. */
  readonly vocab?: number;
}

export const withModelFlags = (command: Command): Command =>
  command
    .option('--model <file>', 'config of the model that the settings of a program leave open')
    .option('--vocab <words>', 'words of the tokenizer, where a config leaves them to it', count);

export const givenBeside = ({ vocab }: ModelFlag): GivenBeside =>
  vocab === undefined ? {} : { vocabulary: vocab };

type RunFlags = DeploymentFlags & MemoryFlags & { readonly on?: string };

const isSmallFile = (file: string): boolean => {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size <= MAX_BYTES;
};

/** The settings of a serving or training program; undefined where the file is something else. */
export const settingsIn = (file: string): Settings | undefined => {
  if (file === '-' || isScenarioFile(file) || !isSmallFile(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  if (!looksLikeSettings(text, file)) return undefined;
  try {
    return readSettings(text, file);
  } catch (error) {
    if (error instanceof Problem) throw error.inFile(file);
    throw error;
  }
};

/** Whether the settings describe the model, too; some do but for the words of its tokenizer. */
export const isOwnModel = ({ ownModel }: Settings, { vocab }: ModelFlag): boolean =>
  ownModel === true || vocab !== undefined;

/** Where the config of the model is that settings leave open. @throws Problem where it is not here. */
export const modelFileOf = (file: string, settings: Settings, flags: ModelFlag): string => {
  const { model } = flags;
  if (model !== undefined) return model;
  if (isOwnModel(settings, flags)) return file;
  if (settings.model !== undefined) {
    const beside = join(dirname(file), settings.model);
    if (existsSync(beside)) return beside;
  }
  const named =
    settings.model === undefined ? 'names no model' : `names "${settings.model}", which is not here`;
  throw new Problem(`the ${settings.title} ${named}; expected --model with the path of its config.json`, {
    file,
  });
};

const accelerators = ({ tp = 1, pp = 1, dp = 1, cp = 1 }: RunFlags): number => tp * pp * dp * cp;

/** @throws Problem where a sequence is longer than the engine has room for. */
const checkLength = ({ maxContext }: Settings, input: number, output: number, context = 0): void => {
  const wanted = Math.max(input + output, context);
  if (maxContext !== undefined && wanted > maxContext)
    throw new Problem(
      `the settings have room for ${maxContext} positions per sequence, but the run has ${wanted}; expected a shorter --input, --output or --context`,
    );
};

/** How many there are of every accelerator that is named, where that is one number. */
const sameCount = (on: string | undefined): number | undefined => {
  const named = on?.split(',') ?? [];
  if (named.some((one) => !one.includes(':'))) return undefined;
  const [first, ...others] = new Set(named.map((one) => hardwareOf(one.trim()).count));
  return others.length === 0 ? first : undefined;
};

/** `h100,l4:8` on 4 accelerators is `h100:4,l4:8`. */
const counted = (on: string, all: number): string =>
  on
    .split(',')
    .map((one) => (one.includes(':') ? one : `${one}:${all}`))
    .join(',');

/** Flags, and where they say nothing what the settings say. Training gives what is left over to its replicas. */
export const withSettings = <F extends RunFlags>(flags: F, settings: Settings): F => {
  const { parallelism, layout, training } = settings;
  const tp = flags.tp ?? parallelism.tensor ?? 1;
  const pp = flags.pp ?? parallelism.pipeline ?? 1;
  const cp = flags.cp ?? parallelism.context ?? 1;
  const many = sameCount(flags.on);
  const left = settings.task === 'train' && many !== undefined ? many / (tp * pp * cp) : undefined;
  const dp = flags.dp ?? parallelism.data ?? (left !== undefined && Number.isInteger(left) ? left : 1);
  const all = accelerators({ ...flags, tp, pp, dp, cp });
  const ep = flags.ep ?? parallelism.expert ?? (settings.spreadExperts === true ? all : undefined);
  const input = flags.input === RUN_DEFAULTS.input ? (settings.input ?? flags.input) : flags.input;
  if (settings.task === 'serve') checkLength(settings, input, flags.output, flags.context);
  const weightDtype = flags.dtype ?? settings.weightDtype;
  const kvDtype = flags.kvDtype ?? settings.kvDtype;
  const engine = flags.engine ?? settings.engine;
  return {
    ...flags,
    tp,
    pp,
    dp,
    ...(cp === 1 ? {} : { cp }),
    task: settings.task,
    batch:
      flags.batch === RUN_DEFAULTS.batch ? (settings.batch ?? (layout.microbatch ?? 1) * dp) : flags.batch,
    input,
    ...(ep === undefined ? {} : { ep }),
    ...(weightDtype === undefined ? {} : { dtype: weightDtype }),
    ...(kvDtype === undefined ? {} : { kvDtype }),
    ...(engine === undefined ? {} : { engine }),
    ...(flags.on === undefined ? {} : { on: counted(flags.on, all) }),
    ...(settings.task === 'train' ? { ...layoutFlags(layout), ...trainingFlags(training) } : {}),
    ...withoutUndefined(flags, [
      'zero',
      'microbatch',
      'interleave',
      'sequenceParallel',
      'checkpointing',
      'optimizer',
      'gradients',
    ]),
  };
};

const layoutFlags = ({ zero, microbatch, interleave, sequence }: Settings['layout']): MemoryFlags => ({
  ...(zero === undefined ? {} : { zero }),
  ...(microbatch === undefined ? {} : { microbatch }),
  ...(interleave === undefined ? {} : { interleave }),
  ...(sequence === undefined ? {} : { sequenceParallel: sequence }),
});

const trainingFlags = (training: Settings['training'] = {}): Partial<RunFlags> => ({
  ...(training.checkpointing === undefined ? {} : { checkpointing: training.checkpointing }),
  ...(training.optimizer === undefined ? {} : { optimizer: training.optimizer }),
  ...(training.gradients === undefined ? {} : { gradients: training.gradients }),
});

/** What was said at the prompt wins. */
const withoutUndefined = <F extends object>(flags: F, keys: readonly (keyof F)[]): Partial<F> =>
  Object.fromEntries(
    keys.flatMap((key) => (flags[key] === undefined ? [] : [[key, flags[key]]])),
  ) as Partial<F>;

/** What a command works on, and its flags: those of settings, where the file has such, behind those at the prompt. */
export const openConfigured = async <F extends RunFlags & ModelFlag>(
  file: string,
  flags: F,
): Promise<{ readonly subject: Subject; readonly flags: F }> => {
  const settings = settingsIn(file);
  if (settings === undefined) {
    if (flags.model !== undefined)
      throw new Problem(
        '--model goes with the settings of a serving or training program; expected such a file',
        { file },
      );
    return { subject: await openSubject(file, givenBeside(flags)), flags };
  }
  const input = await openFile(modelFileOf(file, settings, flags), givenBeside(flags));
  if (input.kind !== 'model')
    throw new Problem('a trace; expected the config of a model', { file: flags.model });
  return { subject: { input }, flags: withSettings(flags, settings) };
};
