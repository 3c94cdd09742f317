import { decoder } from '../decoder/architecture';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** Baichuan: Llama with one matrix for queries, keys and values (arXiv:2309.10305). */
export const baichuan: Family = {
  id: 'baichuan',
  modelTypes: ['baichuan'],
  read: (fields) => decoder(llamaSpec(fields, { attention: { fused: 'W_pack' } })),
};
