import { decoder } from '../decoder/architecture';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** StableLM: Llama with LayerNorm; some have parallel parts behind one norm, or a norm per head. */
export const stablelm: Family = {
  id: 'stablelm',
  modelTypes: ['stablelm', 'stablelm_epoch'],
  read: (fields) =>
    decoder(
      llamaSpec(fields, {
        norm: 'scale-shift',
        qkvBias: fields.flag('use_qkv_bias', false),
        ...(fields.flag('use_parallel_residual', false) ? { norms: ['input_layernorm'] } : {}),
        ...(fields.flag('qk_layernorm', false) ? { attention: { qkNorm: 'each-head' } } : {}),
      }),
    ),
};
