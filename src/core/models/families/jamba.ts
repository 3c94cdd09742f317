import { decoder } from '../decoder/architecture';
import { layersByKind, readHead, readHeads, readLayers } from '../decoder/read';
import type { Fields } from '../fields';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';
import { readExperts } from './mixtral';

/** Every `period`-th layer, counted from `offset`. */
const every = (fields: Fields, name: string, periodElse: number, offsetElse: number) => {
  const period = fields.optionalCount(`${name}_period`) ?? periodElse;
  const offset = fields.optionalCount(`${name}_offset`, 0) ?? offsetElse;
  return (layer: number): boolean => layer % period === offset;
};

/** Jamba: Mamba layers with an attention layer in eight, experts in every other layer (arXiv:2403.19887). */
export const jamba: Family = {
  id: 'jamba',
  modelTypes: ['jamba'],
  read: (fields) => {
    const hidden = fields.count('hidden_size');
    const width = fields.count('intermediate_size');
    const attends = every(fields, 'attn_layer', 8, 4);
    const experts = every(fields, 'expert_layer', 2, 1);
    const single = fields.optionalCount('num_experts') === 1;
    const norms = ['input_layernorm', 'pre_ff_layernorm'];
    const kinds = Array.from(
      { length: readLayers(fields) },
      (_, i) => `${attends(i) ? 'attention' : 'mamba'}-${experts(i) && !single ? 'moe' : 'dense'}` as const,
    );
    const rank = fields.isWord('mamba_dt_rank', 'auto') ? undefined : fields.optionalCount('mamba_dt_rank');
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden,
      layers: layersByKind(kinds, (kind) => ({
        norms,
        mixer: kind.startsWith('attention')
          ? { kind: 'attention', ...readHeads(fields), qkvBias: false, outBias: false }
          : {
              kind: 'mamba',
              inner: (fields.optionalCount('mamba_expand') ?? 2) * hidden,
              state: fields.optionalCount('mamba_d_state') ?? 16,
              rank: rank ?? Math.ceil(hidden / 16),
              convolution: fields.optionalCount('mamba_d_conv') ?? 4,
              convolutionBias: fields.flag('mamba_conv_bias', true),
              bias: fields.flag('mamba_proj_bias', false),
              innerNorms: true,
              name: 'mamba',
            },
        ffn: kind.endsWith('moe')
          ? { kind: 'experts', ...readExperts(fields), width, gated: true, bias: false, routerBias: false }
          : { kind: 'dense', width, gated: true, bias: false },
      })),
      norm: 'scale',
      rotary: false,
      head: readHead(fields, { tied: false, bias: false }),
      names: { ...LLAMA_NAMES, ffn: 'feed_forward', router: 'router', finalNorm: 'model.final_layernorm' },
    });
  },
};
