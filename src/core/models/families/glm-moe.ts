import { decoder } from '../decoder/architecture';
import { withDeepseekExperts } from './deepseek';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** GLM-4.5: grouped-query attention with biased queries, keys and values, and experts as DeepSeek has them (arXiv:2508.06471). */
export const glm4Moe: Family = {
  id: 'glm4-moe',
  modelTypes: ['glm4_moe', 'glm4v_moe_text'],
  read: (fields) => {
    const sees = fields.optionalText('model_type') === 'glm4v_moe_text';
    return decoder(
      withDeepseekExperts(
        fields,
        llamaSpec(fields, {
          qkvBias: fields.flag('attention_bias', sees),
          ...(!sees && fields.flag('use_qk_norm', false) ? { attention: { qkNorm: 'head' } } : {}),
        }),
      ),
    );
  },
};
