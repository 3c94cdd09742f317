import type { Choice } from '../../protocol/panel-state';

/** Zones of the electricity grid by name or id, best matches first. */
export type ZoneSearch = (query: string) => Promise<readonly Choice[]>;
