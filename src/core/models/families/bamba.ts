import { decoder } from '../decoder/architecture';
import { layersByKind } from '../decoder/read';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';
import { readMamba2 } from './granite-hybrid';
import { llamaSpec } from './llama';

/** Llama as Bamba and Falcon-H1 spell it; the Mamba-2 parts come beside. */
export const bambaSpec = (fields: Fields): DecoderSpec => {
  const bias = fields.flag('attention_bias', false);
  return llamaSpec(fields, {
    qkvBias: bias,
    outBias: bias,
    mlpBias: fields.flag('mlp_bias', false),
    norms: ['input_layernorm', 'pre_ff_layernorm'],
    names: { ffn: 'feed_forward', finalNorm: 'model.final_layernorm' },
  });
};

/** Bamba: Mamba-2 layers with an attention layer here and there, each followed by a SwiGLU (IBM, 2024). */
export const bamba: Family = {
  id: 'bamba',
  modelTypes: ['bamba'],
  read: (fields) => {
    const spec = bambaSpec(fields);
    const [all] = spec.layers;
    if (all === undefined) return decoder(spec);
    const attends = new Set(fields.list<number>('attn_layer_indices', 'number'));
    const kinds = Array.from({ length: all.count }, (_, i) => (attends.has(i) ? 'attention' : 'mamba'));
    const inner = (fields.optionalCount('mamba_expand') ?? 2) * spec.hidden;
    return decoder({
      ...spec,
      layers: layersByKind(kinds, (kind) =>
        kind === 'attention' ? all : { ...all, mixer: readMamba2(fields, inner) },
      ),
    });
  },
};
