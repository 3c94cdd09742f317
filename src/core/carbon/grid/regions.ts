import { dataFile, once } from '../data';
import regionsFile from './regions.yaml';

export const PROVIDERS = ['aws', 'gcp', 'azure'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** A cloud region: where it stands and what its provider publishes about it. */
export interface CloudRegion {
  /** `aws:us-east-1` */
  readonly id: string;
  readonly provider: Provider;
  readonly name: string;
  /** Electricity Maps zone. */
  readonly zone: string;
  readonly pue?: number;
  /** On-site water, litres per kWh of the IT equipment. */
  readonly wue?: number;
  readonly year: number;
  readonly source: string;
}

const regions = once(() => {
  const file = dataFile(regionsFile, 'grid/regions.yaml');
  const source = file.at('source').text();
  return new Map(
    file
      .at('regions')
      .entries()
      .map(([id, node]): [string, CloudRegion] => {
        const provider = providerOf(id);
        if (provider === undefined) throw new Error(`grid/regions.yaml: ${id} has no known provider`);
        const pue = node.maybe('pue', (facts) => facts.number());
        const wue = node.maybe('wue', (facts) => facts.number());
        return [
          id,
          {
            id,
            provider,
            name: node.at('name').text(),
            zone: node.at('zone').text(),
            ...(pue === undefined ? {} : { pue }),
            ...(wue === undefined ? {} : { wue }),
            year: node.at('year').number(),
            source,
          },
        ];
      }),
  );
});

export const cloudRegions = (): readonly CloudRegion[] => [...regions().values()];
export const cloudRegion = (id: string): CloudRegion | undefined => regions().get(id.toLowerCase());

/** The provider of `aws:us-east-1`; undefined for what is not written as a cloud region. */
export const providerOf = (zone: string): Provider | undefined => {
  const prefix = zone.split(':', 1)[0]?.toLowerCase();
  return zone.includes(':') ? PROVIDERS.find((provider) => provider === prefix) : undefined;
};
