import { decoder } from '../decoder/architecture';
import { readHead, readHeads, readLayers } from '../decoder/read';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';

/** MPT (MosaicML, 2023): linear biases in place of positions, LayerNorm without shift, no biases, tied head. */
export const mpt: Family = {
  id: 'mpt',
  modelTypes: ['mpt'],
  read: (fields) => {
    const hidden = fields.count('d_model');
    if (!fields.flag('no_bias', true))
      fields.fail('no_bias', 'not known: an MPT with biases (no_bias false)');
    const attention = fields.object('attn_config');
    const kind = attention?.optionalText('attn_type') ?? 'multihead_attention';
    if (kind !== 'multihead_attention') {
      return fields.fail('attn_config', `not known: attn_type "${kind}"; known is multihead_attention`);
    }
    if (attention?.flag('qk_ln', false) === true) fields.fail('attn_config', 'not known: qk_ln true');
    const expansion = fields.optionalNumber('expansion_ratio') ?? 4;
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden,
      layers: [
        {
          count: readLayers(fields, 'n_layers'),
          mixer: {
            kind: 'attention',
            ...readHeads(fields, { hidden: 'd_model', heads: 'n_heads', kvHeads: [], headDim: [] }),
            qkvBias: false,
            outBias: false,
            fused: 'Wqkv',
          },
          // transformers widens by four whatever the ratio; a config with another one is not the same model there.
          ffn:
            expansion === 4
              ? { kind: 'dense', width: 4 * hidden, gated: false, bias: false }
              : fields.fail('expansion_ratio', 'not known: expansion_ratio other than 4'),
          norms: ['norm_1', 'norm_2'],
        },
      ],
      norm: 'scale',
      rotary: false,
      head: readHead(fields, { tied: true, bias: false }),
      names: {
        ...LLAMA_NAMES,
        layers: 'transformer.blocks',
        embedding: 'transformer.wte',
        mixer: 'attn',
        out: 'out_proj',
        ffn: 'ffn',
        finalNorm: 'transformer.norm_f',
      },
    });
  },
};
