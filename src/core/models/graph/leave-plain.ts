import type { ModuleNode } from './node';
import { plainFormat, type Primitive } from './primitive';

const plain = (primitive: Primitive): Primitive => ({
  ...primitive,
  quantised: false,
  operators: (pass) =>
    primitive.operators({ ...pass, formats: { ...pass.formats, weight: plainFormat(pass.formats) } }),
});

/** The same modules, of which those that are named keep their weights out of quantisation. */
export const leavePlain = (node: ModuleNode, isPlain: (path: string) => boolean, parent = ''): ModuleNode => {
  const here = parent === '' ? node.name : node.name === '' ? parent : `${parent}.${node.name}`;
  const path = node.repeat === undefined ? here : `${here}.*`;
  return {
    ...node,
    ...(node.primitive?.quantised === true && isPlain(path) ? { primitive: plain(node.primitive) } : {}),
    ...(node.children === undefined
      ? {}
      : { children: node.children.map((child) => leavePlain(child, isPlain, path)) }),
  };
};
