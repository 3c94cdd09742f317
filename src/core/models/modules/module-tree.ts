import type { Operator, Phase } from '../../workload/workload';
import { type ModuleNode, parametersOf } from '../graph/node';
import type { Model, Run } from '../model';
import { buildWorkload } from '../workload';

/** What one pass of a phase costs in a module: operations, and bytes read and written. */
export interface ModuleWork {
  readonly phase: Phase['name'];
  readonly flops: number;
  readonly bytes: number;
}

/** A module with everything below it. Numbers are of all `repeat` alike together. */
export interface ModuleInfo {
  readonly name: string;
  /** As in `Operator.module`. */
  readonly path: string;
  readonly repeat?: number;
  readonly parameters: number;
  /** Of the model's parameters, 0 … 1. */
  readonly share: number;
  /** Of the phases that go through it. */
  readonly work: readonly ModuleWork[];
  readonly children: readonly ModuleInfo[];
}

export const pathOf = ({ name, repeat }: ModuleNode, parent: string): string => {
  const here = parent === '' ? name : name === '' ? parent : `${parent}.${name}`;
  return repeat === undefined ? here : `${here}.*`;
};

export const bytesOf = ({ bytes }: Operator): number =>
  bytes === undefined ? 0 : bytes.weights + bytes.read + bytes.written + bytes.kvRead + bytes.kvWritten;

type WorkByPath = Map<string, readonly ModuleWork[]>;

const workByPath = (phases: readonly Phase[]): WorkByPath => {
  const found: WorkByPath = new Map();
  for (const { name: phase, operators } of phases)
    for (const operator of operators) {
      const path = operator.module ?? '';
      const one = { phase, flops: operator.flops ?? 0, bytes: bytesOf(operator) };
      found.set(path, sumOf([...(found.get(path) ?? []), one]));
    }
  return found;
};

/** One entry per phase, in the order of first appearance. */
const sumOf = (work: readonly ModuleWork[]): readonly ModuleWork[] => {
  const sums = new Map<string, ModuleWork>();
  for (const { phase, flops, bytes } of work) {
    const { flops: f = 0, bytes: b = 0 } = sums.get(phase) ?? {};
    sums.set(phase, { phase, flops: f + flops, bytes: b + bytes });
  }
  return [...sums.values()];
};

/** The same path may stand twice among a model's parts; its work is told once. */
const take = (work: WorkByPath, path: string): readonly ModuleWork[] => {
  const found = work.get(path) ?? [];
  work.delete(path);
  return found;
};

/** Nodes without a name only keep others together: what they hold stands in their place. */
const named = (module: ModuleInfo): readonly ModuleInfo[] =>
  module.name === '' && module.repeat === undefined && module.children.length > 0
    ? module.children
    : [module];

/**
 * A model as a tree of modules with what each stores and does in a run; alike layers are one node.
 * @returns the root. Parameters, operations and bytes of children sum to their parent's.
 */
export const moduleTree = (model: Model, run: Run): ModuleInfo => {
  const work = workByPath(buildWorkload(model, run).phases);
  const total = parametersOf(model.root);
  const visit = (node: ModuleNode, parent: string, times: number): ModuleInfo => {
    const path = pathOf(node, parent);
    const own = take(work, path);
    const count = times * (node.repeat ?? 1);
    const children = (node.children ?? []).map((child) => visit(child, path, count)).flatMap(named);
    const parameters = times * parametersOf(node);
    return {
      name: node.name,
      path,
      ...(node.repeat === undefined ? {} : { repeat: node.repeat }),
      parameters,
      share: total === 0 ? 0 : parameters / total,
      work: sumOf([...own, ...children.flatMap((child) => child.work)]),
      children,
    };
  };
  return visit(model.root, '', 1);
};
