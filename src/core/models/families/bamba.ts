import { decoder } from '../decoder/architecture';
import { layersByKind } from '../decoder/read';
import type { Fields } from '../fields';
import type { Family } from './family';
import { llamaSpec } from './llama';

const headDim = (fields: Fields, inner: number, heads: number): number =>
  fields.isWord('mamba_d_head', 'auto')
    ? inner / heads
    : (fields.optionalCount('mamba_d_head') ?? inner / heads);

/** Bamba: Mamba-2 layers with an attention layer here and there, each followed by a SwiGLU (IBM, 2024). */
export const bamba: Family = {
  id: 'bamba',
  modelTypes: ['bamba'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', false);
    const spec = llamaSpec(fields, {
      qkvBias: bias,
      outBias: bias,
      mlpBias: fields.flag('mlp_bias', false),
      norms: ['input_layernorm', 'pre_ff_layernorm'],
      names: { ffn: 'feed_forward', finalNorm: 'model.final_layernorm' },
    });
    const [all] = spec.layers;
    if (all === undefined) return decoder(spec);
    const attends = new Set(fields.list<number>('attn_layer_indices', 'number'));
    const kinds = Array.from({ length: all.count }, (_, i) => (attends.has(i) ? 'attention' : 'mamba'));
    const heads = fields.optionalCount('mamba_n_heads') ?? 128;
    const inner = (fields.optionalCount('mamba_expand') ?? 2) * spec.hidden;
    return decoder({
      ...spec,
      layers: layersByKind(kinds, (kind) =>
        kind === 'attention'
          ? all
          : {
              ...all,
              mixer: {
                kind: 'mamba2',
                heads,
                headDim: headDim(fields, inner, heads),
                groups: fields.optionalCount('mamba_n_groups') ?? 1,
                state: fields.optionalCount('mamba_d_state') ?? 256,
                convolution: fields.optionalCount('mamba_d_conv') ?? 4,
                convolutionBias: fields.flag('mamba_conv_bias', true),
                bias: fields.flag('mamba_proj_bias', false),
                name: 'mamba',
              },
            },
      ),
    });
  },
};
