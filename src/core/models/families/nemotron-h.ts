import { decoder } from '../decoder/architecture';
import type { DenseFfn } from '../decoder/parts/dense';
import type { ExpertsFfn } from '../decoder/parts/experts';
import { layersByKind, readHead, readHeads } from '../decoder/read';
import type { DecoderLayer } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';
import { readExperts } from './mixtral';

const KINDS = { M: 'mamba', '*': 'attention', '-': 'mlp', E: 'moe' } as const;
type Kind = (typeof KINDS)[keyof typeof KINDS];

const PATTERN_NAMES = 'hybrid_override_pattern';
const LIST_NAMES = ['layers_block_type', 'layer_types'];

/** What transformers calls the kinds since it has one vocabulary for all hybrids. */
const LATER_WORDS: Readonly<Record<string, Kind>> = {
  linear_attention: 'mamba',
  full_attention: 'attention',
};

const isLetter = (letter: string): letter is keyof typeof KINDS => Object.hasOwn(KINDS, letter);
const isKind = (word: string): word is Kind => (Object.values(KINDS) as readonly string[]).includes(word);

/** The kind of each layer, from a word per layer or a letter per layer: M mamba, * attention, - feed-forward, E experts. */
const readKinds = (fields: Fields): readonly Kind[] => {
  const words = fields.list<string>(LIST_NAMES, 'string');
  if (words !== undefined) {
    return words.map((word) =>
      isKind(word)
        ? word
        : (LATER_WORDS[word] ??
          fields.fail(LIST_NAMES, `a layer is "${word}"; expected mamba, attention, mlp or moe`)),
    );
  }
  const pattern = fields.optionalText(PATTERN_NAMES);
  if (pattern === undefined)
    return fields.fail(PATTERN_NAMES, `${PATTERN_NAMES} is missing; expected a letter per layer`);
  return [...pattern].map((letter) =>
    isLetter(letter)
      ? KINDS[letter]
      : fields.fail(PATTERN_NAMES, `${PATTERN_NAMES} has the letter "${letter}"; expected M, *, - or E`),
  );
};

const experts = (fields: Fields, bias: boolean): ExpertsFfn => {
  const latent = fields.optionalCount('moe_latent_size');
  const shared =
    (fields.optionalCount('n_shared_experts', 0) ?? 0) *
    (fields.optionalCount('moe_shared_expert_intermediate_size') ?? 0);
  return {
    kind: 'experts',
    ...readExperts(fields),
    width: fields.count('moe_intermediate_size'),
    gated: false,
    bias,
    routerBias: false,
    name: 'mixer',
    ...(latent === undefined ? {} : { latent }),
    ...(shared === 0 ? {} : { sharedWidth: shared }),
  };
};

const layer = (fields: Fields, kind: Kind): Omit<DecoderLayer, 'count' | 'label'> => {
  const norms = ['norm'];
  const bias = fields.flag('mlp_bias', false);
  switch (kind) {
    case 'mamba':
      return {
        norms,
        mixer: {
          kind: 'mamba2',
          heads: fields.count('mamba_num_heads'),
          headDim: fields.count('mamba_head_dim'),
          groups: fields.count('n_groups'),
          state: fields.count('ssm_state_size'),
          convolution: fields.count('conv_kernel'),
          convolutionBias: fields.flag('use_conv_bias', true),
          bias: fields.flag('use_bias', false),
        },
      };
    case 'attention': {
      const attentionBias = fields.flag('attention_bias', false);
      return {
        norms,
        mixer: { kind: 'attention', ...readHeads(fields), qkvBias: attentionBias, outBias: attentionBias },
      };
    }
    case 'mlp': {
      const ffn: DenseFfn = { kind: 'dense', width: fields.count('intermediate_size'), gated: false, bias };
      return { norms, ffn };
    }
    case 'moe':
      return { norms, ffn: experts(fields, bias) };
  }
};

/** What its own code and transformers' read differently, and no published model uses. */
const refuseDisputed = (fields: Fields): void => {
  for (const name of ['attention_bias', 'mlp_bias', 'mamba_proj_bias', 'tie_word_embeddings']) {
    if (fields.flag(name, false)) fields.fail(name, `not known: a Nemotron-H with ${name}`);
  }
  if ((fields.optionalCount('n_shared_experts', 0) ?? 1) !== 1)
    fields.fail('n_shared_experts', 'not known: n_shared_experts other than 1');
};

/** Nemotron-H and Nemotron 3: each layer is one of Mamba-2, attention, feed-forward or experts (arXiv:2504.03624). */
export const nemotronH: Family = {
  id: 'nemotron-h',
  modelTypes: ['nemotron_h'],
  read: (fields) => {
    refuseDisputed(fields);
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden: fields.count('hidden_size'),
      layers: layersByKind(readKinds(fields), (kind) => layer(fields, kind)),
      norm: 'scale',
      rotary: false,
      head: readHead(fields, { tied: false, bias: false }),
      names: { ...LLAMA_NAMES, mixer: 'mixer', ffn: 'mixer', finalNorm: 'model.norm_f' },
    });
  },
};
