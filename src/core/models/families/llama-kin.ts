import { decoder } from '../decoder/architecture';
import { readLayers, readSliding, withWindows } from '../decoder/read';
import type { Fields } from '../fields';
import { leaf } from '../graph/node';
import { norm } from '../graph/norm';
import type { Family } from './family';
import { llamaSpec, type LlamaOptions } from './llama';

const biases = (fields: Fields): LlamaOptions => {
  const bias = fields.flag('attention_bias', false);
  return { qkvBias: bias, outBias: bias, mlpBias: fields.flag('mlp_bias', false) };
};

/** Orion: Llama with LayerNorm (arXiv:2401.12246). */
export const orion: Family = {
  id: 'orion',
  modelTypes: ['orion'],
  read: (fields) => decoder(llamaSpec(fields, { norm: 'scale-shift' })),
};

/** Granite: Llama with scaling factors that have no weights. */
export const granite: Family = {
  id: 'granite',
  modelTypes: ['granite'],
  read: (fields) => decoder(llamaSpec(fields, biases(fields))),
};

/** SmolLM3: Llama in which every fourth layer has no rotary positions; tied head. */
export const smollm3: Family = {
  id: 'smollm3',
  modelTypes: ['smollm3'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', false);
    return decoder(
      llamaSpec(fields, {
        tied: true,
        qkvBias: bias,
        outBias: bias,
        mlpBias: fields.flag('mlp_bias', false),
      }),
    );
  },
};

/** Ministral 3's text: Mistral with a given head width. */
export const ministral3: Family = {
  id: 'ministral3',
  modelTypes: ['ministral3'],
  read: (fields) => {
    const window = fields.optionalCount('sliding_window');
    return decoder(llamaSpec(fields, window === undefined ? {} : { attention: { window } }));
  },
};

/** Code World Model (arXiv:2510.02387): Llama with three windowed layers to one. */
export const cwm: Family = {
  id: 'cwm',
  modelTypes: ['cwm'],
  read: (fields) => {
    const spec = llamaSpec(fields, { mlpBias: fields.flag('mlp_bias', false) });
    return decoder(
      withWindows(
        spec,
        readSliding(fields, readLayers(fields), 4),
        fields.optionalCount('sliding_window') ?? undefined,
      ),
    );
  },
};

/** Seed-OSS: Llama with biases on queries, keys and values, and of its own on the output. */
export const seedOss: Family = {
  id: 'seed-oss',
  modelTypes: ['seed_oss'],
  read: (fields) =>
    decoder(
      llamaSpec(fields, {
        qkvBias: fields.flag('attention_bias', true),
        outBias: fields.flag('attention_out_bias', false),
        mlpBias: fields.flag('mlp_bias', false),
      }),
    ),
};

/** ERNIE 4.5, dense: Llama with one flag for all biases and a tied head. */
export const ernie45: Family = {
  id: 'ernie4.5',
  modelTypes: ['ernie4_5'],
  read: (fields) => {
    const bias = fields.flag('use_bias', false);
    return decoder(llamaSpec(fields, { tied: true, qkvBias: bias, outBias: bias, mlpBias: bias }));
  },
};

/** Hunyuan, dense: Llama with normalised queries and keys. */
export const hunyuanDense: Family = {
  id: 'hunyuan-dense',
  modelTypes: ['hunyuan_v1_dense'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', false);
    return decoder(llamaSpec(fields, { qkvBias: bias, outBias: bias, attention: { qkNorm: 'head' } }));
  },
};

/** Ministral 8B: Mistral with windowed layers between those that see everything. */
export const ministral: Family = {
  id: 'ministral',
  modelTypes: ['ministral'],
  read: (fields) => {
    const types = fields.list<string>('layer_types', 'string');
    const window = fields.optionalCount('sliding_window');
    const spec = llamaSpec(fields);
    const sliding = types?.map((type) => type === 'sliding_attention');
    return decoder(
      withWindows(spec, sliding ?? Array.from({ length: readLayers(fields) }, () => true), window),
    );
  },
};

/** openPangu-Embedded (arXiv:2505.22375): Llama with biased attention. */
export const panguEmbedded: Family = {
  id: 'pangu-embedded',
  modelTypes: ['PanguEmbedded'],
  read: (fields) => {
    const bias = fields.flag('bias', true);
    return decoder(llamaSpec(fields, { qkvBias: bias, outBias: bias }));
  },
};

/** HyperCLOVA X: Llama with a norm behind each part. */
export const hyperclovax: Family = {
  id: 'hyperclovax',
  modelTypes: ['hyperclovax'],
  read: (fields) =>
    decoder(
      llamaSpec(fields, {
        ...biases(fields),
        ...(fields.flag('use_post_norm', true)
          ? { norms: ['input_layernorm', 'post_attention_layernorm', 'post_norm1', 'post_norm2'] }
          : {}),
      }),
    ),
};

/** BitNet b1.58 (arXiv:2504.12285): Llama with a norm before the last matrix of each part. */
export const bitnet: Family = {
  id: 'bitnet',
  modelTypes: ['bitnet'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', false);
    const spec = llamaSpec(fields, { qkvBias: bias, outBias: bias });
    return decoder({
      ...spec,
      layers: spec.layers.map((layer) => ({
        ...layer,
        beside: [
          leaf('self_attn.attn_sub_norm', norm({ width: spec.hidden, weights: 'scale' })),
          leaf('mlp.ffn_sub_norm', norm({ width: fields.count('intermediate_size'), weights: 'scale' })),
        ],
      })),
    });
  },
};
