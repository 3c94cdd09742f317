import { decoder } from '../decoder/architecture';
import { readLayers, readSliding, withWindows } from '../decoder/read';
import type { Fields } from '../fields';
import type { Family } from './family';
import { llamaSpec, type LlamaOptions } from './llama';

const options = (fields: Fields): LlamaOptions => {
  const bias = fields.flag('attention_bias', false);
  return { qkvBias: bias, outBias: bias };
};

const NORMS_AFTER = ['post_attention_layernorm', 'post_feedforward_layernorm'];

/** OLMo: Llama with norms that have no weights (arXiv:2402.00838). */
export const olmo: Family = {
  id: 'olmo',
  modelTypes: ['olmo'],
  read: (fields) => decoder(llamaSpec(fields, { ...options(fields), norm: 'none' })),
};

/** OLMo 2 and 3: norms after the parts, queries and keys normalised over their full width; 3 has windows. */
export const olmo2: Family = {
  id: 'olmo2',
  modelTypes: ['olmo2', 'olmo3'],
  read: (fields) => {
    const spec = llamaSpec(fields, { ...options(fields), norms: NORMS_AFTER, attention: { qkNorm: 'full' } });
    const window = fields.optionalCount('sliding_window');
    return decoder(withWindows(spec, readSliding(fields, readLayers(fields), 4), window));
  },
};
