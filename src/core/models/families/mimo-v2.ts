import { decoder } from '../decoder/architecture';
import type { AttentionPart } from '../decoder/parts/attention';
import { layersByKind } from '../decoder/read';
import type { Fields } from '../fields';
import { deepseekExperts } from './deepseek';
import type { Family } from './family';
import { llamaSpec } from './llama';

const attention = (fields: Fields, prefix: '' | 'swa_'): AttentionPart => ({
  kind: 'attention',
  heads: fields.count(`${prefix}num_attention_heads`),
  kvHeads: fields.count(`${prefix}num_key_value_heads`),
  headDim: fields.count(`${prefix}head_dim`),
  valueDim: fields.count(`${prefix}v_head_dim`),
  qkvBias: fields.flag('attention_bias', false),
  outBias: false,
});

/** MiMo-V2-Flash: windowed layers with sinks and more key-value heads, experts in all layers but the first. */
export const mimoV2: Family = {
  id: 'mimo-v2',
  modelTypes: ['mimo_v2_flash'],
  read: (fields) => {
    const spec = llamaSpec(fields);
    const [all] = spec.layers;
    if (all === undefined) return decoder(spec);
    const windowed = fields.list<number>('hybrid_layer_pattern', 'number') ?? [];
    const experts = fields.list<number>('moe_layer_freq', 'number') ?? [];
    const kinds = Array.from(
      { length: all.count },
      (_, i) => `${windowed[i] === 1 ? 'sliding' : 'full'}-${experts[i] === 1 ? 'moe' : 'dense'}` as const,
    );
    const full = { ...attention(fields, ''), sinks: fields.flag('add_full_attention_sink_bias', false) };
    const sliding = {
      ...attention(fields, 'swa_'),
      window: fields.count('sliding_window'),
      sinks: fields.flag('add_swa_attention_sink_bias', false),
    };
    const ffn = deepseekExperts(fields);
    return decoder({
      ...spec,
      layers: layersByKind(kinds, (kind) => ({
        ...all,
        mixer: kind.startsWith('sliding') ? sliding : full,
        ...(kind.endsWith('moe') ? { ffn } : {}),
      })),
    });
  },
};
