import { decoder } from '../decoder/architecture';
import { layersByKind, readHeads } from '../decoder/read';
import type { Fields } from '../fields';
import { elementwise } from '../graph/elementwise';
import { gatedLinearAttention } from '../graph/gated-linear-attention';
import { linear } from '../graph/linear';
import { group, leaf, type ModuleNode } from '../graph/node';
import { norm } from '../graph/norm';
import type { Family } from './family';
import { mixtralSpec } from './mixtral';

/** Lightning attention (arXiv:2501.08313): linear attention with a fixed decay per head, normalised and gated. */
const lightning = (fields: Fields, hidden: number): ModuleNode => {
  const { heads, headDim } = readHeads(fields);
  const inner = heads * headDim;
  return group('self_attn', [
    leaf('qkv_proj', linear({ in: hidden, out: 3 * inner, parallel: 'column' })),
    leaf('scan', gatedLinearAttention({ heads, keyDim: headDim, valueDim: headDim })),
    leaf('norm', norm({ width: inner, weights: 'scale' })),
    leaf('output_gate', linear({ in: hidden, out: inner, parallel: 'column' })),
    leaf('gate', elementwise({ reads: 2 * inner, writes: inner, parallel: 'heads' })),
    leaf('out_proj', linear({ in: inner, out: hidden, parallel: 'row' })),
  ]);
};

/** MiniMax-01 and M1 (arXiv:2501.08313): Mixtral with lightning attention in most layers. */
export const minimax: Family = {
  id: 'minimax',
  modelTypes: ['minimax'],
  read: (fields) => {
    const spec = mixtralSpec(fields);
    const [all] = spec.layers;
    if (all === undefined) return decoder(spec);
    const types = fields.list<string>('layer_types', 'string');
    const kinds = Array.from({ length: all.count }, (_, i) =>
      (types?.[i] ?? ((i + 1) % 2 === 0 ? 'linear_attention' : 'full_attention')) === 'full_attention'
        ? 'full'
        : 'linear',
    );
    const node = lightning(fields, spec.hidden);
    return decoder({
      ...spec,
      layers: layersByKind(kinds, (kind) =>
        kind === 'full' ? all : { ...all, mixer: { kind: 'modules', node } },
      ),
    });
  },
};
