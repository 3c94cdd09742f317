import { decoder } from '../decoder/architecture';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';
import { llamaSpec } from './llama';
import { withQwenWindows } from './qwen2';

export const qwen3Spec = (fields: Fields): DecoderSpec => {
  const bias = fields.flag('attention_bias', false);
  return withQwenWindows(
    fields,
    llamaSpec(fields, { qkvBias: bias, outBias: bias, attention: { qkNorm: 'head' } }),
  );
};

/** Qwen3: Llama with normalised queries and keys (arXiv:2505.09388). */
export const qwen3: Family = {
  id: 'qwen3',
  modelTypes: ['qwen3', 'qwen3_vl_text'],
  read: (fields) => decoder(qwen3Spec(fields)),
};
