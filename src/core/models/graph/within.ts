import type { ModuleNode } from './node';
import type { Pass, Primitive, StreamShape } from './primitive';

const reshaped = (primitive: Primitive, shape: (pass: Pass) => StreamShape): Primitive => ({
  ...primitive,
  operators: (pass) => primitive.operators({ ...pass, ...shape(pass) }),
});

/**
 * The same modules, working on other positions than the pass around them: an image tower beside a text, a level
 * of a U-Net, frames seen as sequences. `shape` gives their positions from the pass.
 */
export const within = (node: ModuleNode, shape: (pass: Pass) => StreamShape): ModuleNode => ({
  ...node,
  ...(node.primitive === undefined ? {} : { primitive: reshaped(node.primitive, shape) }),
  ...(node.children === undefined ? {} : { children: node.children.map((child) => within(child, shape)) }),
});

/** Every sequence has this many positions, all new: images, latents, pooled vectors. */
export const positions =
  (count: number) =>
  ({ sequences }: StreamShape): StreamShape => ({ sequences, query: count, context: count });

/** Each sequence split into `parts`, each of `count` positions: attention windows, rows, frames, pixels. */
export const split =
  (parts: number, count: number) =>
  ({ sequences }: StreamShape): StreamShape => ({
    sequences: sequences * parts,
    query: count,
    context: count,
  });

/** The positions of another stream of the pass. */
export const stream =
  (name: string) =>
  (pass: Pass): StreamShape =>
    pass.streams[name] ?? pass;
