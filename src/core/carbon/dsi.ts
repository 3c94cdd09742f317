import { Problem } from '../problem';
import type { Assumption } from '../units/provenance';
import { type GramsCO2e, grams } from '../units/quantity';
import { mapRange, type Range } from '../units/range';

/**
 * What a data centre has beside the servers, as shares that its operator knows: network, data storage and ingestion (DSI)
 * in energy, building and plant in embodied carbon. What is not given is not counted.
 */
export interface SiteShares {
  /** Energy of the network over that of the servers. */
  readonly networkShare?: number | undefined;
  /** Energy of data storage and ingestion over that of the servers. */
  readonly storageShare?: number | undefined;
  /** Embodied carbon of building and plant over that of the hardware. */
  readonly buildingShare?: number | undefined;
}

export interface ResolvedShares {
  /** IT energy over that of the servers alone. */
  readonly energyFactor: number;
  /** Of building and plant, for hardware of this embodied carbon; undefined where it is not counted. */
  readonly building: (hardware: Range<GramsCO2e>) => Range<GramsCO2e> | undefined;
  readonly assumptions: readonly Assumption[];
}

const SOURCE = 'given by the user';

/** @throws Problem for a negative share. */
export const resolveShares = ({ networkShare, storageShare, buildingShare }: SiteShares): ResolvedShares => {
  const network = share('network', networkShare);
  const storage = share('storage', storageShare);
  const building = share('building', buildingShare);
  return {
    energyFactor: 1 + (network ?? 0) + (storage ?? 0),
    building: (hardware) =>
      building === undefined ? undefined : mapRange(hardware, (each) => grams(each * building)),
    assumptions: [
      counted('site.network', network, 'of the servers’ energy', 'the network between'),
      counted('site.storage', storage, 'of the servers’ energy', 'data storage and ingestion'),
      ...(building === undefined
        ? [
            {
              id: 'site.building',
              value: 'not counted',
              unit: '',
              source: 'given by the user',
              note: 'building and plant; a Google TPU life cycle assessment (arXiv:2502.01671) has them at 0.17 to 0.19 of the hardware',
            },
          ]
        : []),
    ],
  };
};

/** The building's part of embodied carbon, as an input among the others. */
export const buildingAssumption = (carbon: Range<GramsCO2e>): Assumption => ({
  id: 'embodied.building',
  value: carbon.mid,
  unit: 'gCO2e',
  source: SOURCE,
  low: carbon.low,
  high: carbon.high,
  note: 'building and plant, as a share of the hardware',
});

const counted = (id: string, value: number | undefined, unit: string, what: string): Assumption =>
  value === undefined
    ? { id, value: 'not counted', unit: '', source: SOURCE, note: what }
    : { id, value, unit, source: SOURCE, note: what };

const share = (name: string, value: number | undefined): number | undefined => {
  if (value === undefined || (Number.isFinite(value) && value >= 0)) return value;
  throw new Problem(`a ${name} share of ${value} cannot be; expected 0 or more, such as 0.1`);
};
