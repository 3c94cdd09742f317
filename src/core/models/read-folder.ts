import { Problem } from '../problem';
import { type FolderFiles, readPipeline } from './formats/diffusers/pipeline';
import type { Model } from './model';
import { type GivenBeside, readModel } from './read';

/** The texts of a config's folder that tell what it leaves out, by path from there. */
export type TextsBeside = Readonly<Record<string, string>>;

export const isPipelineIndex = (name: string): boolean => /(^|\/)model_index\.json$/.test(name);

/** What a config's reading is given of the files beside it. */
export const givenBeside = (beside: TextsBeside | undefined): GivenBeside => {
  const quantization = beside?.['hf_quant_config.json'];
  return quantization === undefined ? {} : { quantization };
};

/**
 * Reads a config whose text is at hand, with what stands beside it: a pipeline's components, or how it is quantised.
 * @throws Problem as readModel and readModelFolder.
 */
export const readModelBeside = (text: string, name: string, beside: TextsBeside | undefined): Model =>
  isPipelineIndex(name) && beside !== undefined
    ? readPipeline(text, { read: (path) => beside[path] }, name.replace(/model_index\.json$/, 'config.json'))
    : readModel(text, name, givenBeside(beside));

export type { FolderFiles } from './formats/diffusers/pipeline';

/**
 * Reads the model of a folder: a diffusers pipeline with its components, or the one config it holds, with how it is
 * quantised where that is told beside it.
 * @param files The texts of the folder.
 * @param name The folder's name or path; it names the model.
 * @throws Problem where there is no model, or a part of it is missing or not known.
 */
export const readModelFolder = (files: FolderFiles, name: string): Model => {
  const index = files.read('model_index.json');
  if (index !== undefined) return readPipeline(index, files, `${name}/config.json`);
  for (const file of ['config.json', 'params.json']) {
    const text = files.read(file);
    if (text === undefined) continue;
    const quantization = file === 'config.json' ? files.read('hf_quant_config.json') : undefined;
    return readModel(text, `${name}/${file}`, quantization === undefined ? {} : { quantization });
  }
  throw new Problem('no model in this folder: expected a model_index.json, config.json or params.json');
};
