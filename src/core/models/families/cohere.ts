import { decoder } from '../decoder/architecture';
import { readLayers, readSliding, withWindows } from '../decoder/read';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';
import { llamaSpec } from './llama';

const cohereSpec = (fields: Fields): DecoderSpec => {
  const bias = fields.flag('attention_bias', false);
  return llamaSpec(fields, {
    tied: true,
    qkvBias: bias,
    outBias: bias,
    norms: ['input_layernorm'],
    ...(fields.flag('use_qk_norm', false) ? { attention: { qkNorm: 'each-head' } } : {}),
  });
};

/** Command R and Aya: attention and feed-forward in parallel behind one norm, tied head. */
export const cohere: Family = {
  id: 'cohere',
  modelTypes: ['cohere'],
  read: (fields) => decoder(cohereSpec(fields)),
};

/** Command R7B and A: three windowed layers to one without positions that sees everything (arXiv:2504.00698). */
export const cohere2: Family = {
  id: 'cohere2',
  modelTypes: ['cohere2'],
  read: (fields) => {
    const every = fields.optionalCount('sliding_window_pattern') ?? 4;
    const sliding = readSliding(fields, readLayers(fields), every);
    const window = fields.isNull('sliding_window')
      ? undefined
      : (fields.optionalCount('sliding_window') ?? 4096);
    return decoder(withWindows(cohereSpec(fields), sliding, window));
  },
};
