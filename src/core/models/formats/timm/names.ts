import { Problem } from '../../../problem';
import { nearest } from '../../../text/near';
import type { Architecture } from '../../architecture';
import { group, type ModuleNode } from '../../graph/node';
import { imageModel, type Resolution } from '../../vision/image';
import { BUILDERS } from './builders';
import { Entry } from './entry';
import { listedModel, listedNames } from './layers';
import data from './names.yaml';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const groupOf = (name: string): Readonly<Record<string, unknown>> =>
  isRecord(data) && isRecord(data[name]) ? data[name] : {};

const rows = (name: string): string => {
  const text = groupOf('rows')[name];
  if (typeof text !== 'string') throw new Error(`names.yaml: rows.${name} is missing`);
  return text;
};

/** Names that are known. */
export const timmNames = (): readonly string[] => [
  ...Object.keys(BUILDERS).flatMap((group) => Object.keys(groupOf(group))),
  ...listedNames(),
];

/** The name without its hub and its weights: `timm/resnet50.a1_in1k` is `resnet50`. */
const plainName = (name: string): string => name.replace(/^(hf[-_]hub:)?timm\//, '').split('.')[0] ?? name;

export const isTimmName = (name: string): boolean => timmNames().includes(plainName(name));

export interface TimmOptions {
  readonly classes?: number;
  readonly image?: Resolution;
}

/**
 * The model behind a timm name such as `resnet50` or `vit_base_patch16_224.augreg_in21k`; what follows the dot names
 * weights, not an architecture.
 * @throws Problem where the name is not known.
 */
export const timmArchitecture = (
  name: string,
  options: TimmOptions = {},
): { architecture: Architecture; family: string } => {
  const plain = plainName(name);
  for (const [family, build] of Object.entries(BUILDERS)) {
    const line = groupOf(family)[plain];
    if (!isRecord(line)) continue;
    const entry = new Entry(plain, line);
    const side = entry.number('image');
    const own = options.image ?? { height: side, width: side };
    const built = build(entry, options.classes ?? entry.number('classes'), rows);
    return {
      family,
      architecture: imageModel((resolution) => built.tree(resolution ?? own), built.layers),
    };
  }
  const listed = listedModel(plain);
  if (listed !== undefined) {
    const own = options.image ?? { height: listed.image, width: listed.image };
    return {
      family: 'timm',
      architecture: imageModel(
        (resolution) => listed.tree(options.classes ?? listed.classes, resolution ?? own),
        listed.layers,
      ),
    };
  }
  const near = nearest(plain, timmNames());
  const hint = near.length > 0 ? `; near it are ${near.join(', ')}` : '';
  throw new Problem(`not known: timm model "${plain}"${hint}`);
};

/** The module tree of a name without its classifier, as another model's tower. @throws Problem as above. */
export const timmTree = (name: string, image: Resolution): ModuleNode =>
  group(plainName(name), [timmArchitecture(name, { classes: 0, image }).architecture.root]);
