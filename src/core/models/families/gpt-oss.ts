import { decoder } from '../decoder/architecture';
import { readLayers, readSliding, withWindows } from '../decoder/read';
import type { Family } from './family';
import { mixtralSpec } from './mixtral';

/** gpt-oss: biased experts, every other layer windowed, a learned sink per head (arXiv:2508.10925). */
export const gptOss: Family = {
  id: 'gpt-oss',
  modelTypes: ['gpt_oss'],
  read: (fields) => {
    const bias = fields.flag('attention_bias', true);
    const spec = mixtralSpec(fields, {
      qkvBias: bias,
      outBias: bias,
      attention: { sinks: true },
      ffn: { bias: true, routerBias: true },
      names: { router: 'router' },
    });
    const window = fields.optionalCount('sliding_window');
    return decoder(withWindows(spec, readSliding(fields, readLayers(fields), 2), window));
  },
};
