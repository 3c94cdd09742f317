import type { Primitive } from './primitive';

/**
 * A module of a model, as in its framework's module tree. `repeat` stands for that many alike (layers), so a
 * tree has the size of the architecture, not of the model.
 */
export interface ModuleNode {
  readonly name: string;
  readonly repeat?: number;
  readonly children?: readonly ModuleNode[];
  readonly primitive?: Primitive;
  /** Config fields that give it its size, for hovers and outlines. */
  readonly fields?: readonly string[];
}

export const group = (name: string, children: readonly ModuleNode[], repeat?: number): ModuleNode =>
  repeat === undefined ? { name, children } : { name, children, repeat };

export const leaf = (name: string, primitive: Primitive, fields?: readonly string[]): ModuleNode =>
  fields === undefined ? { name, primitive } : { name, primitive, fields };

/** A primitive with its path and the number of times it stands in the model. */
export interface PlacedPrimitive {
  readonly path: string;
  readonly name: string;
  readonly count: number;
  readonly primitive: Primitive;
}

const collect = (node: ModuleNode, parent: string, times: number): readonly PlacedPrimitive[] => {
  const count = times * (node.repeat ?? 1);
  const here = parent === '' ? node.name : node.name === '' ? parent : `${parent}.${node.name}`;
  const path = node.repeat === undefined ? here : `${here}.*`;
  const own: readonly PlacedPrimitive[] =
    node.primitive === undefined ? [] : [{ path, name: node.name, count, primitive: node.primitive }];
  return [...own, ...(node.children ?? []).flatMap((child) => collect(child, path, count))];
};

const collected = new WeakMap<ModuleNode, readonly PlacedPrimitive[]>();

/**
 * Every primitive below a root, in the order of execution. Repeated modules appear once, as `name.*`. A tree never
 * changes, so its list is kept: a sweep asks for it at every point.
 */
export const primitivesOf = (root: ModuleNode): readonly PlacedPrimitive[] => {
  const known = collected.get(root) ?? collect(root, '', 1);
  collected.set(root, known);
  return known;
};

/** Stored weights of a module and everything below it. */
export const parametersOf = (node: ModuleNode): number =>
  primitivesOf(node).reduce((sum, { count, primitive }) => sum + count * primitive.parameters, 0);

/** Weights that one token uses: all, but of experts only the chosen ones. */
export const activeParametersOf = (node: ModuleNode): number =>
  primitivesOf(node).reduce(
    (sum, { count, primitive }) => sum + count * (primitive.activeParameters ?? primitive.parameters),
    0,
  );
