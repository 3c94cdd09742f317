import { Problem } from '../../problem';
import { decoder } from '../decoder/architecture';
import { readHead, readHeads } from '../decoder/read';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';

/** DBRX: sixteen experts of which four work, LayerNorm without shift (Databricks, 2024). */
export const dbrx: Family = {
  id: 'dbrx',
  modelTypes: ['dbrx'],
  read: (fields) => {
    const attention = fields.object('attn_config');
    const ffn = fields.object('ffn_config');
    if (ffn === undefined || attention === undefined)
      throw new Problem('attn_config or ffn_config is missing; expected both, as DBRX has them');
    const heads = readHeads(fields, { hidden: 'd_model', heads: 'n_heads', kvHeads: [], headDim: [] });
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden: fields.count('d_model'),
      layers: [
        {
          count: fields.count('n_layers'),
          mixer: {
            kind: 'attention',
            ...heads,
            kvHeads: attention.optionalCount('kv_n_heads') ?? 1,
            qkvBias: false,
            outBias: false,
            fused: 'Wqkv',
          },
          ffn: {
            kind: 'experts',
            experts: ffn.count('moe_num_experts'),
            perToken: ffn.count('moe_top_k'),
            width: ffn.count('ffn_hidden_size'),
            gated: true,
            bias: false,
            routerBias: false,
          },
          norms: ['norm_attn_norm.norm_1', 'norm_attn_norm.norm_2'],
        },
      ],
      norm: 'scale',
      rotary: true,
      head: readHead(fields, { tied: false, bias: false }),
      names: {
        ...LLAMA_NAMES,
        layers: 'transformer.blocks',
        embedding: 'transformer.wte',
        mixer: 'norm_attn_norm.attn',
        out: 'out_proj',
        ffn: 'ffn',
        router: 'router.layer',
        experts: 'experts.mlp',
        finalNorm: 'transformer.norm_f',
      },
    });
  },
};
