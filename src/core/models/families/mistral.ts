import { decoder } from '../decoder/architecture';
import type { Fields } from '../fields';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** Positions that Mistral sees where the config does not say; null means all. */
const DEFAULT_WINDOW = 4096;

export const mistralWindow = (fields: Fields): number | undefined =>
  fields.isNull('sliding_window') ? undefined : (fields.optionalCount('sliding_window') ?? DEFAULT_WINDOW);

/** Mistral: Llama with a sliding window in its first version (arXiv:2310.06825). */
export const mistral: Family = {
  id: 'mistral',
  modelTypes: ['mistral'],
  read: (fields) => {
    const window = mistralWindow(fields);
    return decoder(llamaSpec(fields, window === undefined ? {} : { attention: { window } }));
  },
};
