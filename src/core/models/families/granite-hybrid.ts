import { decoder } from '../decoder/architecture';
import type { Mamba2Part } from '../decoder/parts/mamba2';
import { layersByKind, readLayerTypes } from '../decoder/read';
import type { Fields } from '../fields';
import type { Family } from './family';
import { llamaSpec } from './llama';
import { readExperts } from './mixtral';

/** Mamba-2 in IBM's and TII's hybrids; its heads cover the expanded hidden size. */
export const readMamba2 = (fields: Fields, inner: number): Mamba2Part => {
  const heads = fields.optionalCount('mamba_n_heads') ?? 128;
  const given = fields.isWord('mamba_d_head', 'auto') ? undefined : fields.optionalCount('mamba_d_head');
  const headDim = given ?? inner / heads;
  if (heads * headDim !== inner) {
    fields.fail('mamba_n_heads', `mamba_n_heads is ${heads}, of ${headDim} each; expected ${inner} together`);
  }
  return {
    kind: 'mamba2',
    heads,
    headDim,
    groups: fields.optionalCount('mamba_n_groups') ?? 1,
    state: fields.optionalCount('mamba_d_state') ?? 256,
    convolution: fields.optionalCount('mamba_d_conv') ?? 4,
    convolutionBias: fields.flag('mamba_conv_bias', true),
    bias: fields.flag('mamba_proj_bias', false),
    name: 'mamba',
  };
};

/** Granite 4: Mamba-2 layers with an attention layer here and there, each with a shared expert and maybe routed ones. */
export const graniteHybrid: Family = {
  id: 'granite-hybrid',
  modelTypes: ['granitemoehybrid'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', false);
    const spec = llamaSpec(fields, {
      qkvBias: bias,
      outBias: bias,
      names: { ffn: 'shared_mlp', sharedExperts: 'shared_mlp', router: 'router.layer' },
    });
    const [all] = spec.layers;
    if (all === undefined) return decoder(spec);
    const shared = fields.optionalCount('shared_intermediate_size') ?? 1024;
    const experts = fields.optionalCount('num_local_experts', 0) ?? 8;
    const types =
      readLayerTypes(fields, all.count) ??
      fields.list<string>('layers_block_type', 'string') ??
      Array.from({ length: all.count }, () => 'mamba');
    const kinds = types.map((type) =>
      type === 'mamba' || type === 'linear_attention'
        ? 'mamba'
        : type === 'attention' || type === 'full_attention'
          ? 'attention'
          : fields.fail('layer_types', `a layer is "${type}"; expected mamba or attention`),
    );
    const rotary = fields.optionalText('position_embedding_type') === 'rope';
    return decoder({
      ...spec,
      rotary,
      layers: layersByKind(kinds, (kind) => ({
        ...all,
        ...(kind === 'mamba'
          ? { mixer: readMamba2(fields, (fields.optionalCount('mamba_expand') ?? 2) * spec.hidden) }
          : {}),
        ffn:
          experts === 0
            ? { kind: 'dense', width: shared, gated: true, bias: false, fused: 'input_linear' }
            : {
                kind: 'experts',
                ...readExperts(fields),
                width: fields.count('intermediate_size'),
                gated: true,
                bias: false,
                routerBias: false,
                name: 'block_sparse_moe',
                sharedWidth: shared,
              },
      })),
    });
  },
};
