import { decoder } from '../decoder/architecture';
import { readLayers, readSliding, withWindows } from '../decoder/read';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';
import { llamaSpec, type LlamaOptions } from './llama';

/** Head width where the config does not say, for all generations. */
const DEFAULT_HEAD_DIM = 256;
const DEFAULT_WINDOW = 4096;

const SANDWICH_NORMS = [
  'input_layernorm',
  'post_attention_layernorm',
  'pre_feedforward_layernorm',
  'post_feedforward_layernorm',
];

const gemmaSpec = (fields: Fields, options: LlamaOptions = {}): DecoderSpec => {
  const bias = fields.flag('attention_bias', false);
  return llamaSpec(fields, {
    tied: true,
    qkvBias: bias,
    outBias: bias,
    ...options,
    attention: {
      headDim: fields.optionalCount('head_dim') ?? DEFAULT_HEAD_DIM,
      ...options.attention,
    },
  });
};

/** Windowed layers, but for every n-th. */
const windowed = (fields: Fields, spec: DecoderSpec, every: number): DecoderSpec => {
  if (fields.isNull('sliding_window')) return spec;
  const window = fields.optionalCount('sliding_window') ?? DEFAULT_WINDOW;
  return withWindows(spec, readSliding(fields, readLayers(fields), every), window);
};

/** Gemma: Llama with wide heads, GeGLU and a tied head (arXiv:2403.08295). */
export const gemma: Family = {
  id: 'gemma',
  modelTypes: ['gemma'],
  read: (fields) => decoder(gemmaSpec(fields)),
};

/** Gemma 2: four norms per layer, every other layer windowed (arXiv:2408.00118). */
export const gemma2: Family = {
  id: 'gemma2',
  modelTypes: ['gemma2'],
  read: (fields) => decoder(windowed(fields, gemmaSpec(fields, { norms: SANDWICH_NORMS }), 2)),
};

/** Gemma 3's text: normalised queries and keys, one layer in six sees everything (arXiv:2503.19786). */
export const gemma3: Family = {
  id: 'gemma3',
  modelTypes: ['gemma3_text'],
  read: (fields) => {
    const spec = gemmaSpec(fields, { norms: SANDWICH_NORMS, attention: { qkNorm: 'head' } });
    return decoder(windowed(fields, spec, fields.optionalCount('sliding_window_pattern') ?? 6));
  },
};

/** VaultGemma (arXiv:2510.15001): Gemma 2 with two norms per layer. */
export const vaultGemma: Family = {
  id: 'vaultgemma',
  modelTypes: ['vaultgemma'],
  read: (fields) =>
    decoder(
      windowed(fields, gemmaSpec(fields, { norms: ['input_layernorm', 'pre_feedforward_layernorm'] }), 2),
    ),
};
