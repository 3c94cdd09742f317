import { decoder } from '../decoder/architecture';
import { stored } from '../graph/stored';
import { leaf, parametersOf } from '../graph/node';
import type { Family } from './family';
import { qwen2Spec } from './qwen2';

/** MiMo: Qwen2 with layers that predict further tokens, which a usual run leaves alone (arXiv:2505.07608). */
export const mimo: Family = {
  id: 'mimo',
  modelTypes: ['mimo'],
  read: (fields) => {
    const spec = qwen2Spec(fields);
    const further = fields.optionalCount('num_nextn_predict_layers', 0) ?? 0;
    const [layer] = spec.layers;
    if (further === 0 || layer === undefined) return decoder(spec);
    const bare = decoder({
      ...spec,
      vocabulary: 0,
      layers: [{ ...layer, count: 1 }],
      finalNorm: false,
      head: { kind: 'none' },
    });
    // Beside its layer: three norms, and a matrix from embedding and state to one hidden vector.
    const each = parametersOf(bare.root) + 3 * spec.hidden + 2 * spec.hidden ** 2;
    return decoder({ ...spec, beside: [leaf('model.mtp_layers', stored(further * each))] });
  },
};
