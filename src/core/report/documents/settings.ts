import { text } from '../cells';
import type { ReportDocument } from '../document';
import type { SettingsInspection } from '../types';

/** What each field of settings was taken for, in words. */
const MEANINGS: Readonly<Record<string, string>> = {
  model: 'the model',
  tensor: 'tensor-parallel ranks (--tp)',
  pipeline: 'pipeline stages (--pp)',
  data: 'data-parallel replicas (--dp)',
  expert: 'accelerators the experts are spread over (--ep)',
  spreadExperts: 'experts are spread over all accelerators (--ep)',
  context: 'context-parallel ranks (--cp)',
  zero: 'what replicas share out (--zero)',
  sequence: 'the sequence is divided over tensor-parallel ranks',
  microbatch: 'sequences a replica works on at once (--microbatch)',
  interleave: 'parts of the model on each stage (--interleave)',
  batch: 'sequences in flight (--batch)',
  input: 'positions of a sequence (--input)',
  maxContext: 'positions the engine has room for',
  weights: 'format of the weights (--dtype)',
  bf16: 'format of the weights (--dtype)',
  fp16: 'format of the weights (--dtype)',
  quantization: 'format of the weights (--dtype)',
  kv: 'format of the cache (--kv-dtype)',
  checkpointing: 'activations that training keeps (--checkpointing)',
  optimizer: 'how weights are updated (--optimizer)',
  gradients: 'format of gradients (--gradients)',
};

export const meaningOfSetting = (target: string): string => MEANINGS[target] ?? target;

export const settingsDocument = (settings: SettingsInspection): ReportDocument => ({
  title: `${settings.name}: ${settings.title}`,
  blocks: [
    {
      kind: 'facts',
      facts: [
        ['Task', settings.task === 'serve' ? 'serving' : 'training'],
        ['Engine', settings.engine ?? 'unknown'],
        ['Model', settings.model ?? 'unknown; --model names its config'],
      ],
    },
    {
      kind: 'table',
      heading: 'What it sets',
      columns: [text('Field'), text('Value'), text('Taken for')],
      rows: settings.fields.map(({ path, value, target }) => [path, value, meaningOfSetting(target)]),
    },
    {
      kind: 'note',
      text: 'It leaves the architecture to the model: `wattlens estimate FILE --model CONFIG --on HARDWARE` runs that model so.',
    },
  ],
});
