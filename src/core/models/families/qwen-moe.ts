import { decoder } from '../decoder/architecture';
import type { ExpertsFfn } from '../decoder/parts/experts';
import { layersByKind, readLayers } from '../decoder/read';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';
import { readExperts } from './mixtral';
import { qwen2Spec } from './qwen2';
import { qwen3Spec } from './qwen3';

/** Experts in every `decoder_sparse_step`-th layer, but for those listed as dense. */
export const sparseLayers = (fields: Fields, layers: number): readonly boolean[] => {
  const step = fields.optionalCount('decoder_sparse_step') ?? 1;
  const dense = new Set(fields.list<number>('mlp_only_layers', 'number'));
  return Array.from({ length: layers }, (_, i) => !dense.has(i) && (i + 1) % step === 0);
};

export const qwenExperts = (fields: Fields): ExpertsFfn => {
  const shared = fields.optionalCount('shared_expert_intermediate_size', 0) ?? 0;
  return {
    kind: 'experts',
    ...readExperts(fields),
    width: fields.count('moe_intermediate_size'),
    gated: true,
    bias: false,
    routerBias: false,
    ...(shared > 0 ? { sharedWidth: shared, sharedGate: true } : {}),
  };
};

const withExperts = (fields: Fields, spec: DecoderSpec, ffn: ExpertsFfn): DecoderSpec => {
  const [all] = spec.layers;
  if (all === undefined) return spec;
  const kinds = sparseLayers(fields, readLayers(fields)).map((one) => (one ? 'moe' : 'dense'));
  return {
    ...spec,
    layers: layersByKind(kinds, (kind) => (kind === 'moe' ? { ...all, ffn } : all)),
    names: { ...spec.names, sharedExperts: 'shared_expert' },
  };
};

/** Qwen1.5-MoE and Qwen2-MoE: many small experts and a shared one behind a gate (arXiv:2407.10671). */
export const qwen2Moe: Family = {
  id: 'qwen2-moe',
  modelTypes: ['qwen2_moe'],
  read: (fields) => decoder(withExperts(fields, qwen2Spec(fields), qwenExperts(fields))),
};

/** Qwen3-MoE: no shared expert (arXiv:2505.09388). */
export const qwen3Moe: Family = {
  id: 'qwen3-moe',
  modelTypes: ['qwen3_moe', 'qwen3_vl_moe_text'],
  read: (fields) => {
    const { sharedWidth: _width, sharedGate: _gate, ...routed } = qwenExperts(fields);
    return decoder(withExperts(fields, qwen3Spec(fields), routed));
  },
};
