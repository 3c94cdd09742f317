import { listZones, usualZones, type ZoneRow } from '../core/carbon/grid/list';
import { formatNumber, formatQuantity } from '../core/units/format';
import type { Choice } from '../protocol/panel-state';
import { parts } from './parts';

const MOST_ZONES = 50;

export const acceleratorChoices = (): readonly Choice[] =>
  [...parts().values()].map(({ id, name, memory: { capacity } }) => ({
    id,
    label: name,
    ...(capacity === undefined ? {} : { detail: `${formatQuantity(capacity.value, 'B')} memory` }),
  }));

export const zoneChoice = ({ id, name, intensity }: ZoneRow): Choice => ({
  id,
  label: name,
  detail: `${formatNumber(intensity)} gCO2e/kWh`,
});

/** How well a zone answers a query: its id, the start of its name, something else. */
const rank =
  (query: string) =>
  ({ id, name }: ZoneRow): number => {
    if (id.toLowerCase() === query) return 0;
    return name.toLowerCase().startsWith(query) || id.toLowerCase().startsWith(query) ? 1 : 2;
  };

/** A screenful of zones, the best matches first; before anything is typed, those most used. */
export const searchZones = (query: string): readonly Choice[] => {
  if (query.trim() === '') return usualZones().slice(0, MOST_ZONES).map(zoneChoice);
  const by = rank(query.trim().toLowerCase());
  return listZones(query)
    .toSorted((a, b) => by(a) - by(b))
    .slice(0, MOST_ZONES)
    .map(zoneChoice);
};
