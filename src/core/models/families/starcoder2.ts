import { decoder } from '../decoder/architecture';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** StarCoder2: LayerNorm, a plain feed-forward part, biases, tied head (arXiv:2402.19173). */
export const starcoder2: Family = {
  id: 'starcoder2',
  modelTypes: ['starcoder2'],
  read: (fields) => {
    const bias = fields.flag('use_bias', true);
    const window = fields.optionalCount('sliding_window');
    return decoder(
      llamaSpec(fields, {
        tied: true,
        qkvBias: bias,
        outBias: bias,
        mlpBias: bias,
        gated: false,
        norm: 'scale-shift',
        names: { up: 'c_fc', down: 'c_proj' },
        ...(window === undefined ? {} : { attention: { window } }),
      }),
    );
  },
};
