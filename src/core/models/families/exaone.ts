import { decoder } from '../decoder/architecture';
import { readHead, readHeads, readLayers } from '../decoder/read';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';

/** EXAONE 3.0 and 3.5 in their own code (arXiv:2408.03541, arXiv:2412.04862): Llama with GPT-2's names. */
export const exaone: Family = {
  id: 'exaone',
  modelTypes: ['exaone'],
  read: (fields) => {
    // Its class's own word on tying is not known here, and every published config says it.
    if (!fields.has('tie_word_embeddings'))
      fields.fail('tie_word_embeddings', 'tie_word_embeddings is missing; expected true or false');
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden: fields.count('hidden_size'),
      layers: [
        {
          count: readLayers(fields, ['num_layers', 'num_hidden_layers']),
          mixer: { kind: 'attention', ...readHeads(fields), qkvBias: false, outBias: false },
          ffn: { kind: 'dense', width: fields.count('intermediate_size'), gated: true, bias: false },
          norms: ['ln_1', 'ln_2'],
        },
      ],
      norm: 'scale',
      rotary: true,
      head: readHead(fields, { tied: false, bias: false }),
      names: {
        ...LLAMA_NAMES,
        layers: 'transformer.h',
        embedding: 'transformer.wte',
        mixer: 'attn.attention',
        out: 'out_proj',
        gate: 'c_fc_0',
        up: 'c_fc_1',
        down: 'c_proj',
        finalNorm: 'transformer.ln_f',
      },
    });
  },
};
