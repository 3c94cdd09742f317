import { decoder } from '../decoder/architecture';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** The first Qwen: fused attention with bias, and an `intermediate_size` that counts gate and up together. */
export const qwen: Family = {
  id: 'qwen',
  modelTypes: ['qwen'],
  read: (fields) => {
    const headDim = fields.optionalCount('kv_channels');
    const both = fields.count('intermediate_size');
    if (both % 2 !== 0)
      fields.fail(
        'intermediate_size',
        `intermediate_size is ${both}; expected an even number, half gate, half up`,
      );
    const spec = llamaSpec(fields, {
      qkvBias: true,
      attention: { fused: 'c_attn', ...(headDim === undefined ? {} : { headDim }) },
      norms: ['ln_1', 'ln_2'],
      names: {
        layers: 'transformer.h',
        embedding: 'transformer.wte',
        mixer: 'attn',
        out: 'c_proj',
        gate: 'w2',
        up: 'w1',
        down: 'c_proj',
        finalNorm: 'transformer.ln_f',
      },
    });
    const halved = spec.layers.map((layer) =>
      layer.ffn?.kind === 'dense' ? { ...layer, ffn: { ...layer.ffn, width: both / 2 } } : layer,
    );
    return decoder({ ...spec, layers: halved });
  },
};
