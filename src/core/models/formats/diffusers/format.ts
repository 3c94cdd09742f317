import { codecModel, denoiserModel } from '../../diffusion/component';
import { COMPONENTS } from '../../diffusion/components';
import type { ComponentClass } from '../../diffusion/components/component';
import { Fields } from '../../fields';
import type { ConfigFormat } from '../format';
import { readDtype } from '../huggingface/dtype';
import { modelName } from '../huggingface/name';

/** The reader of a component's `_class_name`. @throws Problem where it is missing or not known. */
export const componentOf = (fields: Fields): ComponentClass => {
  const name = fields.optionalText('_class_name');
  const found = COMPONENTS.find(({ classNames }) => name !== undefined && classNames.includes(name));
  if (found !== undefined) return found;
  if (name?.endsWith('Pipeline') === true) {
    return fields.fail(
      '_class_name',
      `"${name}" is a pipeline, whose parts have configs of their own; expected its folder, not this file alone`,
    );
  }
  const known = COMPONENTS.flatMap(({ classNames }) => classNames).join(', ');
  return fields.fail('_class_name', `not known: _class_name "${name ?? ''}"; known are ${known}`);
};

/** The config of one component of a diffusers pipeline: a denoiser or an autoencoder. */
export const diffusers: ConfigFormat = {
  id: 'diffusers',
  sniff: ({ value }) => {
    const name = value.entries.get('_class_name')?.value;
    // Schedulers and processors are written the same way and have no weights.
    return name?.type === 'scalar' && !/(Scheduler|Processor|Extractor)$/.test(String(name.value));
  },
  read: ({ text, value, name }) => {
    const fields = new Fields(text, value);
    const component = componentOf(fields);
    const read = component.read(fields);
    return {
      ...(read.part === 'denoiser' ? denoiserModel(read) : codecModel(read)),
      name: modelName(fields, name),
      format: 'diffusers',
      family: component.id,
      dtype: readDtype(fields),
      fields: fields.used,
    };
  },
};
