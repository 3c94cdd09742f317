import { decoder } from '../decoder/architecture';
import { layersByKind } from '../decoder/read';
import type { Fields } from '../fields';
import { convolution } from '../graph/convolution';
import { gatedLinearAttention } from '../graph/gated-linear-attention';
import { linear } from '../graph/linear';
import { group, leaf, type ModuleNode } from '../graph/node';
import { norm } from '../graph/norm';
import { weights } from '../graph/weights';
import { latentPart } from './deepseek';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** Kimi delta attention (arXiv:2510.26692): a gated delta rule whose decay differs per channel. */
const delta = (fields: Fields, hidden: number): ModuleNode => {
  const heads = fields.count('linear_num_heads');
  const dim = fields.count('linear_head_dim');
  const kernel = fields.optionalCount('linear_conv_kernel_dim') ?? 4;
  const inner = heads * dim;
  const into = (name: string, input: number, out: number): ModuleNode =>
    leaf(name, linear({ in: input, out, parallel: 'column' }));
  return group('self_attn', [
    ...['q_proj', 'k_proj', 'v_proj'].map((name) => into(name, hidden, inner)),
    leaf(
      'conv1d',
      convolution({ in: 3 * inner, out: 3 * inner, kernel: [kernel], groups: 3 * inner, bias: false }),
    ),
    into('forget_gate.f_a_proj', hidden, dim),
    into('forget_gate.f_b_proj', dim, inner),
    into('b_proj', hidden, heads),
    leaf('forget_gate', weights({ parameters: inner + heads })),
    leaf(
      'scan',
      gatedLinearAttention({
        heads,
        keyDim: dim,
        valueDim: dim,
        convolutionElements: 3 * inner * kernel,
      }),
    ),
    into('g_a_proj', hidden, dim),
    into('g_b_proj', dim, inner),
    leaf('o_norm', norm({ width: dim, weights: 'scale', vectors: heads })),
    leaf('o_proj', linear({ in: inner, out: hidden, parallel: 'row' })),
  ]);
};

/** Kimi Linear (arXiv:2510.26692): three layers of delta attention to one of latent attention, and experts. */
export const kimiLinear: Family = {
  id: 'kimi-linear',
  modelTypes: ['kimi_linear'],
  read: (fields) => {
    const types =
      fields.list<string>('layer_types', 'string') ??
      fields.fail(
        'layer_types',
        'layer_types is missing; expected linear_attention or full_attention per layer',
      );
    const latent = latentPart(fields, false);
    const spec = llamaSpec(fields, {
      attention: { heads: latent.heads, kvHeads: latent.heads, headDim: latent.nope },
    });
    const [all] = spec.layers;
    if (all === undefined) return decoder(spec);
    const node = delta(fields, spec.hidden);
    const width = fields.count('moe_intermediate_size');
    const shared = fields.optionalCount('num_shared_experts', 0) ?? 1;
    const mlp = fields.list<string>('mlp_layer_types', 'string');
    const dense = fields.optionalCount('first_k_dense_replace', 0) ?? 1;
    const kinds = Array.from({ length: all.count }, (_, i) => {
      const sparse = mlp === undefined ? i >= dense : mlp[i] === 'sparse';
      return `${types[i] === 'full_attention' ? 'latent' : 'delta'}-${sparse ? 'moe' : 'dense'}` as const;
    });
    return decoder({
      ...spec,
      // The head has a matrix of its own whatever the config says.
      head: spec.head.kind === 'language' ? { ...spec.head, tied: false } : spec.head,
      layers: layersByKind(kinds, (kind) => ({
        ...all,
        mixer: kind.startsWith('latent') ? latent : { kind: 'modules', node },
        ...(kind.endsWith('moe')
          ? {
              ffn: {
                kind: 'experts',
                experts: fields.count('num_experts'),
                perToken: fields.count(['num_experts_per_token', 'num_experts_per_tok']),
                width,
                gated: true,
                bias: false,
                routerBias: false,
                ...(shared > 0 ? { sharedWidth: shared * width } : {}),
              },
            }
          : {}),
      })),
    });
  },
};
