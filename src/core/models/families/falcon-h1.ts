import { decoder } from '../decoder/architecture';
import { mamba2Node } from '../decoder/parts/mamba2';
import { bambaSpec } from './bamba';
import type { Family } from './family';
import { readMamba2 } from './granite-hybrid';
import { LLAMA_NAMES } from './llama';

/** Falcon-H1 (arXiv:2507.22448): attention and Mamba-2 side by side in every layer. */
export const falconH1: Family = {
  id: 'falcon-h1',
  modelTypes: ['falcon_h1'],
  read: (fields) => {
    const spec = bambaSpec(fields);
    const inner =
      fields.optionalCount('mamba_d_ssm') ?? (fields.optionalCount('mamba_expand') ?? 2) * spec.hidden;
    const mamba = mamba2Node(
      { hidden: spec.hidden, names: LLAMA_NAMES, rotary: true },
      {
        ...readMamba2(fields, inner),
        norm: fields.flag('mamba_rms_norm', false),
        outBias: fields.flag('projectors_bias', false),
      },
    );
    return decoder({ ...spec, layers: spec.layers.map((layer) => ({ ...layer, beside: [mamba] })) });
  },
};
