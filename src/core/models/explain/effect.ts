import { buildWorkload, formatsOf, stateBytes, weightBytes } from '../workload';
import type { Model, Run } from '../model';
import type { Operator } from '../../workload/workload';
import { parametersOf, primitivesOf } from '../graph/node';

/** One request of a usual length: what shares of the work refer to. */
const RUN: Run = { batch: 1, input: 1024, output: 2 };

/** The sizes of a model that a field can change. */
export interface Footprint {
  readonly parameters: number;
  readonly weightBytes: number;
  readonly kvBytesPerToken: number;
  /** Operations of one decode step after 1,024 tokens, or of the model's last phase where it does not decode. */
  readonly flops: number;
}

export interface Sizes extends Footprint {
  readonly modules: Modules;
}

/** Parameters, and operations of the last phase, by module. */
type Modules = ReadonlyMap<string, { readonly parameters: number; readonly flops: number }>;

const byModule = (model: Model, operators: readonly Operator[]): Modules => {
  const modules = new Map<string, { parameters: number; flops: number }>();
  const add = (path: string, parameters: number, flops: number): void => {
    const before = modules.get(path) ?? { parameters: 0, flops: 0 };
    modules.set(path, { parameters: before.parameters + parameters, flops: before.flops + flops });
  };
  for (const { path, count, primitive } of primitivesOf(model.root))
    add(path, count * primitive.parameters, 0);
  for (const { module, flops } of operators) add(module ?? '', 0, flops ?? 0);
  return modules;
};

export const sizesOf = (model: Model): Sizes => {
  const formats = formatsOf(model, RUN);
  const operators = buildWorkload(model, RUN).phases.at(-1)?.operators ?? [];
  return {
    parameters: parametersOf(model.root),
    weightBytes: weightBytes(model.root, formats),
    kvBytesPerToken: stateBytes(model.root, 1, formats.kv) - stateBytes(model.root, 0, formats.kv),
    flops: operators.reduce((sum, { flops }) => sum + (flops ?? 0), 0),
    modules: byModule(model, operators),
  };
};

/** Shares of the whole, 0 … 1, in the modules whose size a changed field changes. */
export interface Shares {
  readonly parameters: number;
  readonly flops: number;
}

/** What part of a model a field sizes: the modules that differ between two readings of its config. */
export const sharesOf = (before: Modules, after: Modules): Shares => {
  const all = { parameters: 0, flops: 0 };
  const affected = { parameters: 0, flops: 0 };
  for (const [path, { parameters, flops }] of before) {
    all.parameters += parameters;
    all.flops += flops;
    const now = after.get(path);
    if (now?.parameters !== parameters) affected.parameters += parameters;
    if (now?.flops !== flops) affected.flops += flops;
  }
  return {
    parameters: all.parameters === 0 ? 0 : affected.parameters / all.parameters,
    flops: all.flops === 0 ? 0 : affected.flops / all.flops,
  };
};
