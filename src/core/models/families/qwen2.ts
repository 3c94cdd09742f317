import { decoder } from '../decoder/architecture';
import { readLayers, withWindows } from '../decoder/read';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** Layers before the windowed ones where the config does not say. */
const DEFAULT_FULL_LAYERS = 28;

/** The first `max_window_layers` attend to everything, the rest through the window, if it is switched on. */
export const withQwenWindows = (fields: Fields, spec: DecoderSpec): DecoderSpec => {
  if (!fields.flag('use_sliding_window', false)) return spec;
  const full = fields.optionalCount('max_window_layers', 0) ?? DEFAULT_FULL_LAYERS;
  const sliding = Array.from({ length: readLayers(fields) }, (_, i) => i >= full);
  return withWindows(spec, sliding, fields.optionalCount('sliding_window') ?? 4096);
};

/** Qwen2 and Qwen2.5: Llama with biases on queries, keys and values (arXiv:2407.10671). */
export const qwen2Spec = (fields: Fields): DecoderSpec =>
  withQwenWindows(fields, llamaSpec(fields, { qkvBias: fields.flag('qkv_bias', true) }));

export const qwen2: Family = {
  id: 'qwen2',
  modelTypes: ['qwen2', 'qwen2_vl_text', 'qwen2_5_vl_text'],
  read: (fields) => decoder(qwen2Spec(fields)),
};
