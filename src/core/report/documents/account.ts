import { formatBounds, formatNumber, formatQuantity, formatRange } from '../../units/format';
import { number, text } from '../cells';
import type { ReportDocument } from '../document';
import type { AccountReport } from '../types';
import { assumptionsTable } from './estimate';

export const accountDocument = ({
  energyJoules,
  carbon,
  water,
  uncertainty,
  tornado = [],
  assumptions,
}: AccountReport): ReportDocument => ({
  title: 'Carbon of a run',
  blocks: [
    {
      kind: 'facts',
      facts: [
        ['Energy, facility', formatQuantity(energyJoules, 'J')],
        ['Carbon', formatRange(carbon.total, 'gCO2e')],
        ['  operational', formatRange(carbon.operational, 'gCO2e')],
        ...(carbon.locationBased === undefined
          ? []
          : ([['  location-based', formatRange(carbon.locationBased, 'gCO2e')]] as const)),
        ['  embodied', formatRange(carbon.embodied, 'gCO2e')],
        ...(uncertainty === undefined
          ? []
          : ([
              [
                '  in 9 of 10 draws',
                formatBounds({ low: uncertainty.p5, mid: uncertainty.p50, high: uncertainty.p95 }, 'gCO2e'),
              ],
            ] as const)),
        ...(water?.onSite === undefined
          ? []
          : ([['Water, on site', formatRange(water.onSite, 'L')]] as const)),
      ],
    },
    ...(tornado.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            heading: 'What matters most',
            columns: [
              text('Input'),
              number('From'),
              number('To'),
              text('Unit'),
              number('Carbon from'),
              number('Carbon to'),
            ],
            rows: tornado.map(({ id, unit, low, high, atLow, atHigh }) => [
              id,
              { text: formatNumber(low), value: low },
              { text: formatNumber(high), value: high },
              unit,
              { text: formatQuantity(atLow, 'gCO2e'), value: atLow },
              { text: formatQuantity(atHigh, 'gCO2e'), value: atHigh },
            ]),
          },
        ]),
    assumptionsTable(assumptions),
  ],
});
