import { decoder } from '../decoder/architecture';
import { latentPart, latentSpec } from './deepseek';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** MiniCPM3 and Youtu-LLM: latent attention (arXiv:2405.04434) before an ordinary feed-forward part, tied head. */
export const minicpm3: Family = {
  id: 'minicpm3',
  modelTypes: ['minicpm3', 'youtu'],
  read: (fields) => {
    const mixer = latentPart(fields);
    const spec = llamaSpec(fields, {
      tied: true,
      mlpBias: fields.flag('mlp_bias', false),
      attention: { heads: mixer.heads, kvHeads: mixer.heads, headDim: mixer.nope },
    });
    return decoder({ ...spec, layers: spec.layers.map((layer) => ({ ...layer, mixer })) });
  },
};

/** GLM-4.7-Flash: DeepSeek-V3's layers, the first of them dense. */
export const glm4MoeLite: Family = {
  id: 'glm4-moe-lite',
  modelTypes: ['glm4_moe_lite'],
  read: (fields) => decoder(latentSpec(fields.withDefaults({ first_k_dense_replace: 1 }))),
};
