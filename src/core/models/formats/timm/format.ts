import { Fields } from '../../fields';
import type { Model } from '../../model';
import type { ConfigFormat } from '../format';
import { isTimmName, timmArchitecture } from './names';

/** A model by its timm name alone. @throws Problem where the name is not known. */
export const timmModel = (name: string): Model => {
  const { architecture, family } = timmArchitecture(name);
  return {
    ...architecture,
    name,
    format: 'timm',
    family,
    dtype: { value: 'fp32', declared: false },
    fields: new Map(),
  };
};

/** The config.json of timm's models on the Hub: an architecture's name, and what was changed of it. */
export const timm: ConfigFormat = {
  id: 'timm',
  sniff: ({ value }) =>
    value.entries.has('architecture') &&
    (value.entries.has('num_classes') || value.entries.has('pretrained_cfg')),
  read: ({ text, value }) => {
    const fields = new Fields(text, value);
    const name = fields.optionalText('architecture');
    if (name === undefined)
      return fields.fail('architecture', 'architecture is missing; expected a timm name');
    if (fields.has('model_args'))
      fields.fail('model_args', 'not known: an architecture changed by model_args');
    const cfg = fields.object('pretrained_cfg');
    const [, height, width] = cfg?.counts('input_size') ?? [];
    const classes = fields.optionalCount('num_classes', 0) ?? cfg?.optionalCount('num_classes', 0);
    if (!isTimmName(name)) fields.fail('architecture', `not known: timm model "${name}"`);
    const { architecture, family } = timmArchitecture(name, {
      ...(classes === undefined ? {} : { classes }),
      ...(height === undefined || width === undefined ? {} : { image: { height, width } }),
    });
    return {
      ...architecture,
      name,
      format: 'timm',
      family,
      dtype: { value: 'fp32', declared: false },
      fields: fields.used,
    };
  },
};
