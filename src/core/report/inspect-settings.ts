import type { Settings } from '../scenario/settings/settings';
import type { SettingsInspection } from './types';
import { versioned } from './version';

/** What a program's settings say of how a model runs. */
export const inspectSettings = ({ fields, ...settings }: Settings, name: string): SettingsInspection =>
  versioned({
    kind: 'settings' as const,
    name,
    ...settings,
    fields: fields.map(({ path, target, value }) => ({ path, target, value })),
  });
