import type { Dtype } from '../../../workload/dtype';
import type { Architecture } from '../../architecture';
import { Fields } from '../../fields';
import type { ConfigFormat } from '../format';
import { modelName } from '../huggingface/name';
import { readCoarseModel } from './coarse';

const DTYPES: Readonly<Record<number, Dtype>> = { 1: 'int8', 2: 'bf16', 4: 'fp32', 8: 'fp64' };

const dtypeOf = (fields: Fields, name: string): Dtype => {
  const width = fields.count(name);
  return DTYPES[width] ?? fields.fail(name, `${name} is ${width}; expected 1, 2, 4 or 8 bytes`);
};

/** MAD-Max model files (arXiv:2310.02784, facebookresearch/ScaleExplorer). */
export const madmax: ConfigFormat = {
  id: 'madmax',
  sniff: ({ value }) => value.entries.has('bytes_per_nonemb_param') && value.entries.has('type'),
  read: ({ text, value, name }) => {
    const fields = new Fields(text, value);
    const architecture: Architecture = readCoarseModel(fields);
    return {
      ...architecture,
      name: fields.optionalText('name') ?? modelName(fields, name),
      format: 'madmax',
      family: `madmax-${(fields.optionalText('type') ?? '').toLowerCase()}`,
      dtype: {
        value: dtypeOf(fields, 'bytes_per_nonemb_param'),
        plain: dtypeOf(fields, 'bytes_per_emb_param'),
        declared: true,
      },
      fields: fields.used,
    };
  },
};
