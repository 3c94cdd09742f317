import { decoder } from '../decoder/architecture';
import { readLayers, readLayerTypes, withWindows } from '../decoder/read';
import type { Fields } from '../fields';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** Which layers are windowed: by `layer_types`, or by a pattern such as LLLG, L for local. */
const sliding = (fields: Fields, layers: number): readonly boolean[] => {
  const types = readLayerTypes(fields, layers);
  if (types !== undefined) return types.map((type) => type !== 'full_attention');
  const pattern = fields.optionalText('sliding_window_pattern') ?? '';
  return Array.from({ length: layers }, (_, i) => i !== layers - 1 && pattern[i % pattern.length] === 'L');
};

/** EXAONE 4: norms after the parts, normalised queries and keys, three windowed layers to one (arXiv:2507.11407). */
export const exaone4: Family = {
  id: 'exaone4',
  modelTypes: ['exaone4'],
  read: (fields) => {
    const spec = llamaSpec(fields, {
      attention: { qkNorm: 'head' },
      norms: ['post_attention_layernorm', 'post_feedforward_layernorm'],
    });
    const window = fields.optionalCount('sliding_window');
    return decoder(
      window === undefined ? spec : withWindows(spec, sliding(fields, readLayers(fields)), window),
    );
  },
};
