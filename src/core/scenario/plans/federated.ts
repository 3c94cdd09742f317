import { attributed } from '../../carbon/attribution/attribute';
import { type FederatedCarbon, federatedCarbon } from '../../carbon/life/federated';
import { resolveIntensity } from '../../carbon/grid/intensity';
import { hours, joules, seconds, watts } from '../../units/quantity';

/** One kind of device in one country. */
export interface FederatedClients {
  readonly zone: string;
  /** Times that a device takes part, over all rounds. */
  readonly participations: number;
  readonly computeWatts: number;
  readonly computeSeconds: number;
  readonly uploadWatts: number;
  readonly uploadSeconds: number;
  readonly downloadWatts: number;
  readonly downloadSeconds: number;
  /** Of the network between, per participation. */
  readonly networkJoules?: number;
}

/** Federated training: many devices, one server that selects and aggregates. */
export interface FederatedPlan {
  readonly serverHours: number;
  readonly serverZone?: string;
  readonly clients: readonly FederatedClients[];
}

export interface FederatedReport extends FederatedCarbon {
  readonly plan: 'federated';
  readonly participations: number;
}

/** Carbon of federated training by who emits it. @throws Problem for an unknown zone. */
export const federatedOf = ({ serverHours, serverZone, clients }: FederatedPlan): FederatedReport => {
  const carbon = federatedCarbon({
    serverSeconds: hours(serverHours),
    serverIntensity: resolveIntensity({ zone: serverZone }).intensity,
    clients: clients.map((client) => ({
      participations: client.participations,
      compute: { watts: watts(client.computeWatts), seconds: seconds(client.computeSeconds) },
      upload: { watts: watts(client.uploadWatts), seconds: seconds(client.uploadSeconds) },
      download: { watts: watts(client.downloadWatts), seconds: seconds(client.downloadSeconds) },
      ...(client.networkJoules === undefined ? {} : { network: joules(client.networkJoules) }),
      intensity: resolveIntensity({ zone: client.zone }).intensity,
    })),
  });
  return {
    plan: 'federated',
    participations: clients.reduce((sum, { participations }) => sum + participations, 0),
    ...carbon,
    assumptions: attributed(carbon.assumptions),
  };
};
