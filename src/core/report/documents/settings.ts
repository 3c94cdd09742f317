import { text } from '../cells';
import { titleOfTarget } from '../../scenario/settings/explain';
import type { ReportDocument } from '../document';
import type { SettingsInspection } from '../types';

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
      rows: settings.fields.map(({ path, value, target }) => [path, value, titleOfTarget(target)]),
    },
    {
      kind: 'note',
      text: 'It leaves the architecture to the model: `wattlens estimate FILE --model CONFIG --on HARDWARE` runs that model so.',
    },
  ],
});
