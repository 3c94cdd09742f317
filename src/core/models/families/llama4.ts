import { decoder } from '../decoder/architecture';
import type { ExpertsFfn } from '../decoder/parts/experts';
import { layersByKind } from '../decoder/read';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import type { Family } from './family';
import { llamaAttention, llamaSpec } from './llama';
import { readExperts } from './mixtral';

/** Every such layer sees all positions, and has no rotary ones. */
const GLOBAL_EVERY = 4;

const globalLayers = (fields: Fields, layers: number): readonly boolean[] => {
  const rotary = fields.list<number>('no_rope_layers', 'number');
  return Array.from({ length: layers }, (_, i) =>
    rotary === undefined || rotary.length === 0 ? (i + 1) % GLOBAL_EVERY === 0 : rotary[i] === 0,
  );
};

const expertLayers = (fields: Fields, layers: number): readonly boolean[] => {
  const listed = fields.list<number>('moe_layers', 'number');
  const step = fields.optionalCount('interleave_moe_layer_step') ?? 1;
  return Array.from({ length: layers }, (_, i) => listed?.includes(i) ?? (i + 1) % step === 0);
};

/** Llama 4's text: attention in chunks but for every fourth layer, one routed and one shared expert per token. */
export const llama4Spec = (fields: Fields): DecoderSpec => {
  const width = fields.count('intermediate_size');
  const bias = fields.flag('attention_bias', false);
  const options = { qkvBias: bias, outBias: bias };
  const spec = llamaSpec(fields, options);
  const [all] = spec.layers;
  if (all === undefined) return spec;
  const window = fields.optionalCount('attention_chunk_size');
  const mixer = llamaAttention(fields, options);
  const experts: ExpertsFfn = {
    kind: 'experts',
    ...readExperts(fields),
    width,
    gated: true,
    bias: false,
    routerBias: false,
    sharedWidth: width,
  };
  const dense = {
    kind: 'dense',
    width: fields.optionalCount('intermediate_size_mlp') ?? width,
    gated: true,
    bias: false,
  } as const;
  const moe = expertLayers(fields, all.count);
  const kinds = globalLayers(fields, all.count).map(
    (global, i) => `${global ? 'global' : 'chunked'}-${moe[i] === true ? 'moe' : 'dense'}` as const,
  );
  return {
    ...spec,
    layers: layersByKind(kinds, (kind) => ({
      ...all,
      mixer: kind.startsWith('global')
        ? { ...mixer, rotary: false }
        : { ...mixer, ...(window === undefined ? {} : { window }) },
      ffn: kind.endsWith('moe') ? experts : dense,
    })),
    names: { ...spec.names, ffn: 'feed_forward', router: 'router', sharedExperts: 'shared_expert' },
  };
};

export const llama4Text: Family = {
  id: 'llama4',
  modelTypes: ['llama4_text'],
  read: (fields) => decoder(llama4Spec(fields)),
};
