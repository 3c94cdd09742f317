import type { Dtype } from '../../../workload/dtype';
import type { Fields } from '../../fields';

const NAMES: Readonly<Record<string, Dtype>> = {
  float64: 'fp64',
  float32: 'fp32',
  float: 'fp32',
  float16: 'fp16',
  half: 'fp16',
  bfloat16: 'bf16',
  float8_e4m3fn: 'fp8',
  int8: 'int8',
};

/** The format the weights are stored in: `dtype`, or its older name `torch_dtype`; bf16 where neither is given. */
export const readDtype = (fields: Fields): { value: Dtype; declared: boolean } => {
  const names = ['dtype', 'torch_dtype'];
  const own = fields.optionalText(names) ?? fields.object('text_config')?.optionalText(names);
  const text = own?.replace(/^torch\./, '');
  if (text === undefined || text === 'auto') return { value: 'bf16', declared: false };
  const value = NAMES[text];
  if (value === undefined) {
    fields.fail(names, `dtype is "${text}"; expected one of ${Object.keys(NAMES).join(', ')}`);
  }
  return { value, declared: true };
};
