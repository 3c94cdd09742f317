import { decoder } from '../decoder/architecture';
import { readHead, readHeads } from '../decoder/read';
import type { DecoderNames } from '../decoder/spec';
import type { Family } from './family';
import { LLAMA_NAMES, llamaSpec } from './llama';

const PHI_NAMES: Partial<DecoderNames> = {
  out: 'dense',
  up: 'fc1',
  down: 'fc2',
  finalNorm: 'model.final_layernorm',
};

/** Phi-1 to Phi-2: attention and feed-forward in parallel behind one LayerNorm, biases everywhere, also on the head. */
export const phi: Family = {
  id: 'phi',
  modelTypes: ['phi'],
  read: (fields) =>
    decoder(
      llamaSpec(fields, {
        qkvBias: true,
        outBias: true,
        mlpBias: true,
        headBias: true,
        gated: false,
        norm: 'scale-shift',
        norms: ['input_layernorm'],
        names: PHI_NAMES,
        ...(fields.flag('qk_layernorm', false)
          ? { attention: { qkNorm: 'head', qkNormWeights: 'scale-shift' } }
          : {}),
      }),
    ),
};

/** The same models in Microsoft's first code, with GPT-2's field names. */
export const phiMsft: Family = {
  id: 'phi-msft',
  modelTypes: ['phi-msft'],
  read: (fields) => {
    const hidden = fields.count('n_embd');
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden,
      layers: [
        {
          count: fields.count('n_layer'),
          mixer: {
            kind: 'attention',
            ...readHeads(fields, { hidden: 'n_embd', heads: 'n_head', kvHeads: 'n_head_kv', headDim: [] }),
            qkvBias: true,
            outBias: true,
            fused: 'Wqkv',
          },
          ffn: {
            kind: 'dense',
            width: fields.optionalCount('n_inner') ?? 4 * hidden,
            gated: false,
            bias: true,
          },
          norms: ['ln'],
        },
      ],
      norm: 'scale-shift',
      rotary: true,
      head: readHead(fields, { tied: false, bias: true }),
      names: {
        ...LLAMA_NAMES,
        ...PHI_NAMES,
        layers: 'transformer.h',
        mixer: 'mixer',
        embedding: 'transformer.embd.wte',
      },
    });
  },
};

/** Phi-3 and Phi-4: Llama with fused projections (arXiv:2404.14219). `phi4` is a name some copies carry. */
export const phi3: Family = {
  id: 'phi3',
  modelTypes: ['phi3', 'phi4'],
  read: (fields) => {
    const window = fields.optionalCount('sliding_window');
    return decoder(
      llamaSpec(fields, {
        attention: { fused: 'qkv_proj', ...(window === undefined ? {} : { window }) },
        fusedFfn: 'gate_up_proj',
      }),
    );
  },
};
