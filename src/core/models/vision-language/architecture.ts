import type { Architecture } from '../architecture';
import { group, type ModuleNode } from '../graph/node';
import type { Resolution } from '../vision/image';

export interface VisionTower {
  /** Tower and projector for images of a size, its own where none is given; the pass counts images. */
  build(resolution?: Resolution): ModuleNode;
  readonly layers: number;
}

/**
 * A language model that sees: images go through the tower once, in a phase of their own before the prompt. A run
 * says how many images a prompt holds, and counts their tokens in its input.
 */
export const visionLanguage = (text: Architecture, tower: VisionTower): Architecture => ({
  ...text,
  root: group('', [tower.build(), text.root]),
  plan: (run) => {
    const images = run.batch * (run.images ?? 0);
    const phases = text.plan(run);
    if (images === 0) return phases;
    return [
      {
        name: 'encode',
        repeats: 1,
        root: tower.build(run.resolution),
        shape: { sequences: images, query: 1, context: 1 },
      },
      ...phases,
    ];
  },
});
