import type { Assumption } from '../../units/provenance';
import {
  type GramsCO2e,
  type GramsPerJoule,
  grams,
  type Joules,
  joules,
  type Seconds,
  type Watts,
} from '../../units/quantity';
import { exactly, type Range } from '../../units/range';
import { dataFile, once } from '../data';
import { addCarbon, operationalCarbon } from '../operational';
import federatedFile from './federated.yaml';

/** What one kind of device in one country does in all rounds together. */
export interface ClientGroup {
  /** Times that a device takes part. */
  readonly participations: number;
  readonly compute: { readonly watts: Watts; readonly seconds: Seconds };
  readonly upload: { readonly watts: Watts; readonly seconds: Seconds };
  readonly download: { readonly watts: Watts; readonly seconds: Seconds };
  /** Energy of the network between device and server, per participation; left out where not known. */
  readonly network?: Joules;
  readonly intensity: Range<GramsPerJoule>;
}

export interface FederatedRun {
  readonly clients: readonly ClientGroup[];
  /** Time for which the server selects and aggregates. */
  readonly serverSeconds: Seconds;
  readonly serverIntensity: Range<GramsPerJoule>;
}

export interface FederatedCarbon {
  readonly compute: Range<GramsCO2e>;
  readonly upload: Range<GramsCO2e>;
  readonly download: Range<GramsCO2e>;
  /** Absent where no group gives it. */
  readonly network?: Range<GramsCO2e>;
  readonly server: Range<GramsCO2e>;
  readonly total: Range<GramsCO2e>;
  readonly assumptions: readonly Assumption[];
}

const facts = once(() => {
  const file = dataFile(federatedFile, 'life/federated.yaml');
  return {
    watts: file.at('aggregatorWatts').number() + file.at('selectorWatts').number(),
    pue: file.at('serverPue').number(),
    source: file.at('source').text(),
  };
});

/**
 * Carbon of federated training: Σ over devices of (P_cpu·t + P_tx·t_up + P_rx·t_down)·CI of their country, the
 * network between, and an aggregator and a selector at their site's PUE (Green FL, arXiv:2303.14604).
 */
export const federatedCarbon = ({
  clients,
  serverSeconds,
  serverIntensity,
}: FederatedRun): FederatedCarbon => {
  const over = (energy: (group: ClientGroup) => number): Range<GramsCO2e> =>
    sum(
      clients.map((group) =>
        operationalCarbon(exactly(joules(group.participations * energy(group))), group.intensity),
      ),
    );
  const compute = over(({ compute: { watts, seconds } }) => watts * seconds);
  const upload = over(({ upload: { watts, seconds } }) => watts * seconds);
  const download = over(({ download: { watts, seconds } }) => watts * seconds);
  const network = clients.some((group) => group.network !== undefined)
    ? over((group) => group.network ?? 0)
    : undefined;
  const { watts, pue, source } = facts();
  const server = operationalCarbon(exactly(joules(watts * serverSeconds * pue)), serverIntensity);
  return {
    compute,
    upload,
    download,
    ...(network === undefined ? {} : { network }),
    server,
    total: sum([compute, upload, download, server, ...(network === undefined ? [] : [network])]),
    assumptions: [
      { id: 'federated.serverPower', value: watts, unit: 'W', source, note: 'aggregator and selector' },
      { id: 'federated.serverPue', value: pue, unit: '', source },
    ],
  };
};

const sum = (parts: readonly Range<GramsCO2e>[]): Range<GramsCO2e> =>
  parts.reduce(addCarbon, exactly(grams(0)));
