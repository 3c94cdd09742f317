import { decoder } from '../decoder/architecture';
import type { ExpertsFfn } from '../decoder/parts/experts';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';
import { llamaSpec, type LlamaOptions } from './llama';

export const EXPERT_COUNT_NAMES = ['num_local_experts', 'num_experts', 'n_routed_experts'];
export const EXPERTS_PER_TOKEN_NAMES = ['num_experts_per_tok', 'experts_per_token'];

/** How many experts there are, and how many each token passes. @throws Problem where a token passes more than there are. */
export const readExperts = (
  fields: Fields,
  perTokenNames: readonly string[] = EXPERTS_PER_TOKEN_NAMES,
): Pick<ExpertsFfn, 'experts' | 'perToken'> => {
  const experts = fields.count(EXPERT_COUNT_NAMES);
  const perToken = fields.count(perTokenNames);
  if (perToken > experts) {
    fields.fail(
      perTokenNames,
      `each token passes ${perToken} experts of ${experts}; expected at most all of them`,
    );
  }
  return { experts, perToken };
};

/** Llama in which every layer has experts in place of its feed-forward part. */
export const mixtralSpec = (
  fields: Fields,
  options: LlamaOptions & { readonly ffn?: Partial<ExpertsFfn> } = {},
): DecoderSpec => {
  const spec = llamaSpec(fields, options);
  const ffn: ExpertsFfn = {
    kind: 'experts',
    ...readExperts(fields),
    width: fields.count('intermediate_size'),
    gated: true,
    bias: false,
    routerBias: false,
    ...options.ffn,
  };
  return { ...spec, layers: spec.layers.map((layer) => ({ ...layer, ffn })) };
};

/** Mixtral: Mistral with a choice of experts per token (arXiv:2401.04088). */
export const mixtral: Family = {
  id: 'mixtral',
  modelTypes: ['mixtral'],
  read: (fields) => {
    const window = fields.optionalCount('sliding_window');
    return decoder(mixtralSpec(fields, window === undefined ? {} : { attention: { window } }));
  },
};

/** Granite's mixtures of experts. */
export const graniteMoe: Family = {
  id: 'granitemoe',
  modelTypes: ['granitemoe'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', false);
    return decoder(
      mixtralSpec(fields, {
        qkvBias: bias,
        outBias: bias,
        names: { ffn: 'block_sparse_moe', router: 'router.layer' },
      }),
    );
  },
};

/** MiniMax-M2: Mixtral with queries and keys normalised over their full width. */
export const minimaxM2: Family = {
  id: 'minimax-m2',
  modelTypes: ['minimax_m2'],
  read: (fields) =>
    decoder(mixtralSpec(fields, fields.flag('use_qk_norm', true) ? { attention: { qkNorm: 'full' } } : {})),
};
