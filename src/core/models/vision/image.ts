import type { Architecture } from '../architecture';
import type { Fields } from '../fields';
import type { ModuleNode } from '../graph/node';

/** Pixels of an image. */
export interface Resolution {
  readonly height: number;
  readonly width: number;
}

/** A number means a square; two numbers are height and width. */
export const readResolution = (
  fields: Fields,
  names: string | readonly string[],
  otherwise: number,
): Resolution => {
  const [height = otherwise, width = height] = fields.counts(names) ?? [];
  return { height, width };
};

/** Patches of `size` pixels on each side; a rest at the edge is dropped, as a convolution does. */
export const patches = ({ height, width }: Resolution, size: number): number =>
  Math.floor(height / size) * Math.floor(width / size);

/** Labels of a classifier: the entries of `id2label`, else `num_labels`, else 2 as transformers has it. */
export const readLabels = (fields: Fields): number =>
  fields.object('id2label')?.names.length ?? fields.optionalCount('num_labels') ?? 2;

/** What the config's class is: the first of `architectures`, else `otherwise`. */
export const readClass = (fields: Fields, otherwise: string): string =>
  fields.list<string>('architectures', 'string')?.[0] ?? otherwise;

/**
 * A model that reads images and answers in one pass.
 * @param build The module tree for images of a size; of the config's own size where none is given.
 */
export const imageModel = (build: (resolution?: Resolution) => ModuleNode, layers: number): Architecture => ({
  root: build(),
  layers,
  unit: 'image',
  plan: ({ batch, resolution }) => [
    {
      name: 'encode',
      repeats: 1,
      root: build(resolution),
      shape: { sequences: batch, query: 1, context: 1 },
    },
  ],
  units: ({ batch }) => batch,
});
