import { decoder } from '../decoder/architecture';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** MiniCPM: Llama with scaled residuals; its checkpoints hold no head of their own (arXiv:2404.06395). */
export const minicpm: Family = {
  id: 'minicpm',
  modelTypes: ['minicpm'],
  read: (fields) => {
    const spec = llamaSpec(fields);
    return decoder(spec.head.kind === 'language' ? { ...spec, head: { ...spec.head, tied: true } } : spec);
  },
};
