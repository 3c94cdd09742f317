import { decoder } from '../decoder/architecture';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** InternLM: Llama with biased attention. */
export const internlm: Family = {
  id: 'internlm',
  modelTypes: ['internlm'],
  read: (fields) => {
    const bias = fields.flag('bias', true);
    return decoder(llamaSpec(fields, { qkvBias: bias, outBias: bias }));
  },
};

/** InternLM2: Llama with one matrix for queries, keys and values (arXiv:2403.17297). */
export const internlm2: Family = {
  id: 'internlm2',
  modelTypes: ['internlm2'],
  read: (fields) => {
    const bias = fields.flag('bias', false);
    return decoder(
      llamaSpec(fields, {
        qkvBias: bias,
        outBias: bias,
        attention: { fused: 'wqkv' },
        norms: ['attention_norm', 'ffn_norm'],
        names: {
          embedding: 'model.tok_embeddings',
          mixer: 'attention',
          out: 'wo',
          ffn: 'feed_forward',
          gate: 'w1',
          up: 'w3',
          down: 'w2',
          head: 'output',
        },
      }),
    );
  },
};
