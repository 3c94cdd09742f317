import { Problem } from '../../../problem';
import { componentPaths, type TextsBeside } from '../../../input/beside';
import type { Codec, Denoiser } from '../../diffusion/component';
import { type Pipeline, pipelineModel } from '../../diffusion/pipeline';
import { Fields } from '../../fields';
import type { Model } from '../../model';
import { parseConfig } from '../../read';
import { readDtype } from '../huggingface/dtype';
import { familyOf } from '../huggingface/format';
import { modelName } from '../huggingface/name';
import { componentOf } from './format';
import { knownPipelines, scheduleOf } from './schedules';

/** Parts of a pipeline that have no weights. */
const WEIGHTLESS = /(Tokenizer(Fast)?|Scheduler|Processor|FeatureExtractor)$/;

interface Listed {
  readonly name: string;
  readonly className: string;
}

/** The components that `model_index.json` lists as [library, class]; those set to null are left out. */
const listed = (fields: Fields): readonly Listed[] =>
  fields.names.flatMap((name) => {
    const value = fields.value.entries.get(name)?.value;
    if (value?.type !== 'array') return [];
    const [library, className] = value.items;
    if (library?.type !== 'scalar' || className?.type !== 'scalar') return [];
    if (typeof className.value !== 'string' || WEIGHTLESS.test(className.value)) return [];
    return [{ name, className: className.value }];
  });

const componentFields = (beside: TextsBeside, { name, className }: Listed): Fields => {
  for (const path of componentPaths(name)) {
    const text = beside[path];
    if (text === undefined) continue;
    try {
      const config = parseConfig(text, path);
      return new Fields(config.text, config.value);
    } catch (error) {
      throw error instanceof Problem ? error.inFile(path) : error;
    }
  }
  throw new Problem(`${name}/config.json is missing; expected the config of the pipeline's ${className}`);
};

const inFile = <T>(name: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw error instanceof Problem ? error.inFile(`${name}/config.json`) : error;
  }
};

/**
 * A pipeline of diffusers from its folder: `model_index.json` and the configs of its components beside it.
 * @throws Problem where a component is missing or not known, naming its file.
 */
export const readPipeline = (index: string, beside: TextsBeside, name: string): Model => {
  const config = parseConfig(index, 'model_index.json');
  const fields = new Fields(config.text, config.value);
  const className = fields.optionalText('_class_name') ?? '';
  const schedule = scheduleOf(className);
  if (schedule === undefined) {
    return fields.fail(
      '_class_name',
      `not known: pipeline "${className}"; known are ${knownPipelines().join(', ')}`,
    );
  }
  const encoders: Pipeline['encoders'][number][] = [];
  const denoisers: { name: string; part: Denoiser }[] = [];
  let codec: { name: string; part: Codec } | undefined;
  let dtype: Model['dtype'] = { value: 'bf16', declared: false };
  for (const component of listed(fields)) {
    const own = componentFields(beside, component);
    inFile(component.name, () => {
      if (own.has('_class_name')) {
        const part = componentOf(own).read(own);
        if (part.part === 'denoiser') denoisers.push({ name: component.name, part });
        else codec = { name: component.name, part };
        return;
      }
      encoders.push({ name: component.name, architecture: familyOf(own).read(own, familyOf) });
      const declared = readDtype(own);
      if (declared.declared && !dtype.declared) dtype = declared;
    });
  }
  const [denoiser, second] = denoisers;
  if (denoiser === undefined || second !== undefined) {
    return fields.fail(
      '_class_name',
      denoiser === undefined
        ? 'the pipeline lists no transformer or unet; expected one'
        : `not known: a pipeline with two denoisers, ${denoiser.name} and ${second?.name ?? ''}`,
    );
  }
  return {
    ...pipelineModel({ encoders, denoiser, schedule, ...(codec === undefined ? {} : { codec }) }),
    name: modelName(fields, name),
    format: 'diffusers',
    family: className,
    dtype,
    fields: fields.used,
  };
};
