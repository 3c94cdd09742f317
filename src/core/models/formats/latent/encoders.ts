import type { Architecture } from '../../architecture';
import { dense, parameter } from '../../encoder/parts';
import type { Fields } from '../../fields';
import { group } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { textTower } from '../../vision/text-tower';
import data from './encoders.yaml';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const groupOf = (name: string): Readonly<Record<string, unknown>> => {
  const found = isRecord(data) ? data[name] : undefined;
  return isRecord(found) ? found : {};
};

const entryOf = (name: string, key: string): Readonly<Record<string, unknown>> | undefined => {
  const entry = groupOf(name)[key];
  return isRecord(entry) ? entry : undefined;
};

const weightless = (name: string): boolean => {
  const names = isRecord(data) ? data['weightless'] : undefined;
  return Array.isArray(names) && names.includes(name);
};

/** CLIP's vocabulary and the tokens that its texts are padded to. */
const [VOCABULARY, LENGTH] = [49408, 77];

const tower = (entry: Readonly<Record<string, unknown>>, projected: boolean): Architecture => {
  const [width, layers, heads] = ['width', 'layers', 'heads'].map((key) => Number(entry[key]));
  if (width === undefined || layers === undefined || heads === undefined || !(width > 0))
    throw new Error('encoders.yaml: a tower without width, layers and heads');
  const text = {
    vocabulary: VOCABULARY,
    length: LENGTH,
    width,
    layers,
    heads,
    headDim: width / heads,
    inner: 4 * width,
    causal: true,
  };
  const root = group('', [
    textTower('text_model', text),
    ...(projected
      ? [
          within(dense('text_projection', width, width, { bias: false }), positions(1)),
          parameter('logit_scale', 1),
        ]
      : []),
  ]);
  return {
    root,
    layers,
    unit: 'request',
    plan: ({ batch }) => [
      { name: 'text-encode', repeats: 1, root, shape: { sequences: batch, query: LENGTH, context: LENGTH } },
    ],
    units: ({ batch }) => batch,
  };
};

/** The text encoder that a target names; undefined where it has no weights. @throws Problem where it is not known. */
export const readEncoder = (fields: Fields): Architecture | undefined => {
  const target = fields.optionalText('target') ?? '';
  const name = target.split('.').at(-1) ?? '';
  if (weightless(name)) return undefined;
  const entry = entryOf('encoders', name);
  if (entry === undefined) return fields.fail('target', `not known: the encoder ${target}`);
  const params = fields.objectOrEmpty('params');
  const version = entry['version'];
  if (typeof version === 'string') {
    const given = params.optionalText('version') ?? version;
    return given === version
      ? tower(entry, false)
      : params.fail('version', `not known: the encoder ${given}`);
  }
  const arch = params.optionalText('arch') ?? String(entry['arch']);
  const known = entryOf('towers', arch);
  return known === undefined
    ? params.fail('arch', `not known: the text tower of ${arch}`)
    : tower(known, true);
};
