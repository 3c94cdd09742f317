import type { ZoneRow } from '../../carbon/grid/list';
import { formatNumber, UNKNOWN } from '../../units/format';
import { number, text } from '../cells';
import type { ReportDocument } from '../document';

export const zonesDocument = (rows: readonly ZoneRow[]): ReportDocument => ({
  title: `${rows.length} grid zones, countries and cloud regions; average, location-based`,
  blocks: [
    {
      kind: 'table',
      columns: [text('Zone'), text('Name'), text('Kind'), number('gCO2e/kWh'), number('Year'), number('PUE')],
      rows: rows.map(({ id, name, kind, intensity, year, pue }) => [
        id,
        name,
        kind,
        { text: formatNumber(intensity), value: intensity },
        year === undefined ? UNKNOWN : { text: String(year), value: year },
        pue === undefined ? UNKNOWN : { text: String(pue), value: pue },
      ]),
    },
    {
      kind: 'note',
      text: [...new Set(rows.flatMap(({ sources }) => sources))].join('; '),
    },
  ],
});
