import { type ModuleInfo, moduleTree } from '../core/models/modules';
import { advise, adviseOnPipeline, type Advice } from '../core/models/advice';
import type { Model } from '../core/models/model';
import { looksLikeModelConfig } from '../core/models/read';
import { isPipelineIndex } from '../core/input/beside';
import { givenBeside, readModelBeside } from '../core/models/read-beside';
import { Problem } from '../core/problem';
import { type ConfigCheck, type Defaults, faultOf, type TextSource } from '../protocol/analysis';
import { runOf } from './deployment';

/** The model of a text in the editor. @throws Problem where it cannot be read. */
export const modelOf = ({ text, name, beside }: TextSource): Model => readModelBeside(text, name, beside);

export const adviseOn = (source: TextSource): readonly Advice[] =>
  isPipelineIndex(source.text) && looksLikeModelConfig(source.text, source.name)
    ? adviseOnPipeline(source.text, () => modelOf(source))
    : advise(source.text, source.name, givenBeside(source.beside));

/** Undefined where the text is no model config. */
export const checkConfig = (source: TextSource): ConfigCheck | undefined => {
  if (!looksLikeModelConfig(source.text, source.name)) return undefined;
  try {
    modelOf(source);
    return {};
  } catch (error) {
    if (error instanceof Problem) return { fault: faultOf(error) };
    throw error;
  }
};

/** A model's modules in a request as the settings have it. @throws Problem where the config cannot be read. */
export const modulesOf = (source: TextSource, defaults: Defaults): ModuleInfo =>
  moduleTree(modelOf(source), runOf({ defaults, change: {} }));
