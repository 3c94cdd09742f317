import { decoder } from '../decoder/architecture';
import type { Family } from './family';
import { mixtralSpec } from './mixtral';

/** Grok-1: eight wide experts, four norms per layer, tied head (xai-org/grok-1, model.py). */
export const grok: Family = {
  id: 'grok',
  modelTypes: ['grok-1'],
  read: (fields) =>
    decoder(
      mixtralSpec(fields, {
        tied: true,
        norms: ['pre_attn_norm', 'post_attn_norm', 'pre_moe_norm', 'post_moe_norm'],
        names: { mixer: 'attn', ffn: 'moe_block', gate: 'linear_v', up: 'linear', down: 'linear_1' },
      }),
    ),
};
