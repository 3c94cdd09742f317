import type { SourceRange } from '../../text/located';
import { neighbours } from '../explain/neighbours';
import { tryRead } from '../explain/try-read';
import type { ModuleNode } from '../graph/node';
import type { Model, Run } from '../model';
import { buildWorkload } from '../workload';
import { bytesOf, pathOf } from './module-tree';

const RUN: Run = { batch: 1, input: 16, output: 2 };

/** What one of a module's repeats amounts to, and how many there are. */
interface Size {
  readonly each: string;
  readonly repeat: number;
}

/** Every module of a model by path. */
const sizes = (model: Model): ReadonlyMap<string, Size> => {
  const work = new Map<string, string>();
  for (const { operators } of buildWorkload(model, RUN).phases)
    for (const operator of operators) {
      const { module = '', flops = 0, count } = operator;
      work.set(module, `${work.get(module) ?? ''} ${flops / count} ${bytesOf(operator) / count}`);
    }
  const found = new Map<string, Size>();
  const visit = (node: ModuleNode, parent: string): void => {
    const path = pathOf(node, parent);
    const each = node.primitive === undefined ? '' : `${node.primitive.parameters}${work.get(path) ?? ''}`;
    found.set(path, { each, repeat: node.repeat ?? 1 });
    for (const child of node.children ?? []) visit(child, path);
  };
  visit(model.root, '');
  return found;
};

const isWithin = (path: string, module: string): boolean => path === module || path.startsWith(`${module}.`);

/** How closely a field belongs to a module; undefined where it does not size it. */
const closeness = (
  before: ReadonlyMap<string, Size>,
  after: ReadonlyMap<string, Size>,
  module: string,
): { readonly repeats: boolean; readonly outside: number } | undefined => {
  const changed = [...before].filter(([path, { each, repeat }]) => {
    const now = after.get(path);
    return now?.each !== each || now.repeat !== repeat;
  });
  const outside = changed.filter(([path]) => !isWithin(path, module)).length;
  if (outside === changed.length) return undefined;
  return { repeats: before.get(module)?.repeat !== after.get(module)?.repeat, outside };
};

/**
 * Where the field stands that sizes a module: the one that its family names, or else the one that changes it and
 * least beside it, found by reading the config again with other values.
 * @returns undefined where no number of the config does.
 */
export const sizingField = (text: string, name: string, module: string): SourceRange | undefined => {
  const model = tryRead(text, name);
  if (model === undefined) return undefined;
  const declared = declaredField(model, module);
  if (declared !== undefined) return declared;
  const before = sizes(model);
  let best: { readonly range: SourceRange; readonly repeats: boolean; readonly outside: number } | undefined;
  for (const [path, { value: range }] of model.fields) {
    const written = text.slice(range.start, range.end);
    if (!/^\d+$/.test(written)) continue;
    for (const other of neighbours(path, written)) {
      const changed = tryRead(text.slice(0, range.start) + other + text.slice(range.end), name);
      if (changed === undefined) continue;
      const close = closeness(before, sizes(changed), module);
      if (close !== undefined && (best === undefined || isCloser(close, best))) best = { range, ...close };
      break;
    }
  }
  return best?.range;
};

/** Of fields as close as each other the one read last: it refines those before it, as key-value heads do heads. */
const isCloser = (
  a: { readonly repeats: boolean; readonly outside: number },
  b: { readonly repeats: boolean; readonly outside: number },
): boolean => (a.repeats === b.repeats ? a.outside <= b.outside : a.repeats);

const declaredField = (model: Model, module: string): SourceRange | undefined => {
  const find = (node: ModuleNode, parent: string): readonly string[] => {
    const path = pathOf(node, parent);
    if (path === module) return node.fields ?? [];
    return (node.children ?? []).flatMap((child) => find(child, path));
  };
  for (const field of find(model.root, ''))
    for (const [path, { value }] of model.fields)
      if (path === field || path.endsWith(`.${field}`)) return value;
  return undefined;
};
