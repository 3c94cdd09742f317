import { decoder } from '../decoder/architecture';
import type { DecoderSpec } from '../decoder/spec';
import type { Fields } from '../fields';
import { leaf } from '../graph/node';
import { weights } from '../graph/weights';
import type { Family } from './family';
import { llamaSpec, type LlamaOptions } from './llama';

const biases = (fields: Fields, otherwise: boolean): LlamaOptions => {
  const bias = fields.flag('attention_bias', otherwise);
  return { qkvBias: bias, outBias: bias, mlpBias: fields.flag('mlp_bias', otherwise) };
};

/** Arcee's AFM: Llama whose feed-forward part has a squared ReLU in place of the gate. */
export const arcee: Family = {
  id: 'arcee',
  modelTypes: ['arcee'],
  read: (fields) => decoder(llamaSpec(fields, { ...biases(fields, false), gated: false })),
};

/** Jais 2: LayerNorm, a plain feed-forward part, biases. */
export const jais2: Family = {
  id: 'jais2',
  modelTypes: ['jais2'],
  read: (fields) =>
    decoder(
      llamaSpec(fields, {
        ...biases(fields, true),
        gated: false,
        norm: 'scale-shift',
      }),
    ),
};

/** Nemotron-4 and Minitron (arXiv:2402.16819, arXiv:2407.14679): LayerNorm and a squared ReLU. */
export const nemotron: Family = {
  id: 'nemotron',
  modelTypes: ['nemotron'],
  read: (fields) =>
    decoder(llamaSpec(fields, { ...biases(fields, false), gated: false, norm: 'scale-shift' })),
};

const withActivation = (spec: DecoderSpec, parameters: number): DecoderSpec => ({
  ...spec,
  layers: spec.layers.map((layer) => ({
    ...layer,
    beside: [leaf('mlp.act_fn', weights({ parameters }))],
  })),
});

/** Apertus (arXiv:2509.14233): an activation with two learned slopes (xIELU), normalised queries and keys. */
export const apertus: Family = {
  id: 'apertus',
  modelTypes: ['apertus'],
  read: (fields) => {
    const act = fields.optionalText('hidden_act') ?? 'xielu';
    const spec = llamaSpec(fields, {
      ...biases(fields, false),
      mlpBias: fields.flag('mlp_bias', false),
      gated: false,
      attention: { qkNorm: 'head' },
      norms: ['attention_layernorm', 'feedforward_layernorm'],
    });
    return decoder(act === 'xielu' ? withActivation(spec, 2) : spec);
  },
};

/** nanochat: norms without weights, a squared ReLU. */
export const nanochat: Family = {
  id: 'nanochat',
  modelTypes: ['nanochat'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', false);
    return decoder(
      llamaSpec(fields, {
        qkvBias: bias,
        outBias: bias,
        gated: false,
        norm: 'none',
        attention: { qkNorm: 'head', qkNormWeights: 'none' },
        names: { up: 'fc1', down: 'fc2' },
      }),
    );
  },
};
