import type { ModuleNode } from './node';

/** The same work with weights that are stored elsewhere: blocks that several places share. */
export const borrowed = (node: ModuleNode): ModuleNode => ({
  ...node,
  ...(node.primitive === undefined ? {} : { primitive: { ...node.primitive, parameters: 0 } }),
  ...(node.children === undefined ? {} : { children: node.children.map(borrowed) }),
});
