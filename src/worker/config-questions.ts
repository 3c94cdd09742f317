import { explainField, type FieldExplanation } from '../core/models/explain';
import { type ModuleInfo, moduleTree } from '../core/models/modules';
import { looksLikeModelConfig, readModel } from '../core/models/read';
import type { Model } from '../core/models/model';
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

const fieldAt = ({ fields }: Model, offset: number): string | undefined =>
  [...fields].find(([, { key, value }]) => key.start <= offset && offset <= value.end)?.[0];

/** Of the field whose name or value stands at `offset`. */
export const explainFieldAt = ({ text, name }: TextSource, offset: number): FieldExplanation | undefined => {
  const path = fieldAt(readModel(text, name), offset);
  return path === undefined ? undefined : explainField(text, name, path);
};

/** A model's modules in a request as the settings have it. @throws Problem where the config cannot be read. */
export const modulesOf = ({ text, name }: TextSource, defaults: Defaults): ModuleInfo =>
  moduleTree(readModel(text, name), runOf({ defaults, change: {} }));
