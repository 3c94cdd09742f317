import { Problem } from '../../../problem';
import { attention } from '../../graph/attention';
import { convolution } from '../../graph/convolution';
import { linear } from '../../graph/linear';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { norm } from '../../graph/norm';
import { matmul } from '../../graph/matmul';
import type { Primitive, StreamShape } from '../../graph/primitive';
import { within } from '../../graph/within';
import { weights } from '../../graph/weights';
import { borrowed } from '../../graph/borrowed';
import type { Resolution } from '../../vision/image';
import data from './layers.yaml';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const MODELS = isRecord(data) && isRecord(data['models']) ? data['models'] : {};

/** Names whose layers are listed one by one. */
export const listedNames = (): readonly string[] => Object.keys(MODELS);

const fault = (name: string, row: unknown): never => {
  throw new Error(`layers.yaml: ${name} has a wrong line: ${JSON.stringify(row)}`);
};

/** Each image's positions as one sequence, or as several that do not see one another. */
const over =
  (parts: number, query: number, context = query) =>
  ({ sequences }: StreamShape): StreamShape => ({ sequences: sequences * parts, query, context });

/** A line's numbers after its kind and path. */
const made = (
  kind: unknown,
  n: readonly number[],
): { primitive: Primitive; shape: ReturnType<typeof over> } => {
  const at = (i: number): number => n[i] ?? 0;
  switch (kind) {
    case 'conv':
      return {
        primitive: convolution({
          in: at(0),
          out: at(1),
          kernel: [at(2), at(3)],
          stride: [at(4), at(5)],
          groups: at(6),
          bias: at(7) === 1,
        }),
        shape: over(1, at(8)),
      };
    case 'linear':
      return { primitive: linear({ in: at(0), out: at(1), bias: at(2) === 1 }), shape: over(1, at(3)) };
    case 'norm':
      return {
        primitive: norm({ width: at(0), weights: at(1) === 2 ? 'scale-shift' : 'scale' }),
        shape: over(1, at(2)),
      };
    case 'weights':
      return { primitive: weights({ parameters: at(0) }), shape: over(1, 1) };
    case 'matmul':
      return { primitive: matmul({ out: at(2), depth: at(3) }), shape: over(at(0), at(1)) };
    case 'attention':
      return {
        primitive: attention({
          heads: at(1),
          kvHeads: at(1),
          headDim: at(4),
          valueDim: at(5),
          causal: false,
          cached: false,
        }),
        shape: over(at(0), at(2), at(3)),
      };
    default:
      throw new Error('no such kind');
  }
};

/** Numbers of a line, of which the last says how many there are alike. */
const LENGTHS: Readonly<Record<string, number>> = {
  conv: 10,
  linear: 5,
  norm: 4,
  weights: 2,
  matmul: 5,
  attention: 7,
};

const layerNode = (name: string, row: unknown, classes: number): readonly ModuleNode[] => {
  if (!Array.isArray(row)) return fault(name, row);
  const [kind, path, ...rest] = row as readonly unknown[];
  const shared = rest.at(-1) === 'shared';
  const numbers = (shared ? rest.slice(0, -1) : rest).map((value) => (value === 'classes' ? classes : value));
  const counts = numbers.filter((value): value is number => typeof value === 'number');
  if (typeof kind !== 'string' || typeof path !== 'string') return fault(name, row);
  if (counts.length !== numbers.length || counts.length !== LENGTHS[kind]) return fault(name, row);
  // A classifier for no classes is left out.
  if (rest.includes('classes') && classes === 0) return [];
  const { primitive, shape } = made(kind, counts);
  const node = within(leaf(path, primitive, rest.includes('classes') ? ['num_classes'] : []), shape);
  return [group('', [shared ? borrowed(node) : node], counts.at(-1) ?? 1)];
};

export interface ListedModel {
  readonly image: number;
  readonly classes: number;
  readonly layers: number;
  /** @throws Problem for another size: positions are listed for the model's own. */
  tree(classes: number, resolution: Resolution): ModuleNode;
}

/** A model by its list of layers; nothing where it is not listed. */
export const listedModel = (name: string): ListedModel | undefined => {
  const model = MODELS[name];
  if (!isRecord(model)) return undefined;
  const { image, classes, layers } = model;
  if (typeof image !== 'number' || typeof classes !== 'number' || !Array.isArray(layers))
    return fault(name, 'image, classes or layers');
  return {
    image,
    classes,
    layers: layers.length,
    tree: (wanted, { height, width }) => {
      if (height !== image || width !== image) {
        throw new Problem(
          `not known: ${name} at ${height} × ${width} pixels; expected ${image} × ${image}, its own size`,
        );
      }
      return group(
        '',
        layers.flatMap((row: unknown) => layerNode(name, row, wanted)),
      );
    },
  };
};
