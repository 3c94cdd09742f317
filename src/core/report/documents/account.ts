import { formatQuantity, formatRange } from '../../units/format';
import type { ReportDocument } from '../document';
import type { AccountReport } from '../types';
import { assumptionsTable } from './assumptions';
import { drawFacts, uncertaintyBlocks } from './uncertainty';

export const accountDocument = ({
  energyJoules,
  carbon,
  water,
  assumptions,
  ...uncertain
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
        ...drawFacts(uncertain),
        ...(water?.onSite === undefined
          ? []
          : ([['Water, on site', formatRange(water.onSite, 'L')]] as const)),
        ...(water?.offSite === undefined
          ? []
          : ([['Water, of the grid', formatRange(water.offSite, 'L')]] as const)),
        ...(water?.total === undefined ? [] : ([['Water, in all', formatRange(water.total, 'L')]] as const)),
      ],
    },
    ...uncertaintyBlocks(uncertain),
    assumptionsTable(assumptions),
  ],
});
