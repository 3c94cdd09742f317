import { decoder } from '../decoder/architecture';
import type { Family } from './family';
import { llamaSpec } from './llama';

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
  read: (fields) => {
    const bias = fields.flag('attention_bias', false);
    return decoder(
      llamaSpec(fields, { qkvBias: bias, outBias: bias, mlpBias: fields.flag('mlp_bias', false) }),
    );
  },
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
