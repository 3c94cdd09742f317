import { type ModuleInfo, moduleTree } from '../core/models/modules';
import { looksLikeModelConfig, readModel } from '../core/models/read';
import { Problem } from '../core/problem';
import { type ConfigCheck, type Defaults, faultOf, type TextSource } from '../protocol/analysis';
import { runOf } from './deployment';

/** Undefined where the text is no model config. */
export const checkConfig = ({ text, name }: TextSource): ConfigCheck | undefined => {
  if (!looksLikeModelConfig(text, name)) return undefined;
  try {
    readModel(text, name);
    return {};
  } catch (error) {
    if (error instanceof Problem) return { fault: faultOf(error) };
    throw error;
  }
};

/** A model's modules in a request as the settings have it. @throws Problem where the config cannot be read. */
export const modulesOf = ({ text, name }: TextSource, defaults: Defaults): ModuleInfo =>
  moduleTree(readModel(text, name), runOf({ defaults, change: {} }));
