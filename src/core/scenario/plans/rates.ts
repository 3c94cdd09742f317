import { ecologits } from '../../carbon/peers/ecologits';
import { resolveIntensity } from '../../carbon/grid/intensity';
import { frameworkEmbodied, frameworkServer } from '../../carbon/rates/impact-framework';
import { resolveGridWater } from '../../carbon/grid/water';
import { attributed } from '../../carbon/attribution/attribute';
import { sci } from '../../carbon/rates/sci';
import { type Water, waterUse } from '../../carbon/rates/water';
import { facilityEnergy } from '../../carbon/operational';
import { resolvePue, resolveWue } from '../../carbon/site';
import { carbonInputsOf } from '../../estimate/carbon-inputs';
import { Problem } from '../../problem';
import type { Assumption } from '../../units/provenance';
import { type GramsCO2e, grams, type Joules, joules, seconds } from '../../units/quantity';
import { mapRange, type Range } from '../../units/range';
import { knownInputs, type PlanSubject, unitsPerRequest } from './subject';

/** What a functional unit can be besides what the workload yields. */
export interface RatesPlan {
  /** Requests that one user makes in the time that users are counted over. */
  readonly requestsPerUser?: number;
}

/** What somebody else's tool says of one request; absent parts are not in its model. */
export interface PeerSays {
  readonly name: string;
  readonly energy?: Joules;
  readonly operational?: GramsCO2e;
  readonly embodied?: GramsCO2e;
  readonly note: string;
}

export interface RatesReport {
  readonly plan: 'rates';
  /** Software Carbon Intensity, location-based: gCO2e per functional unit. */
  readonly sci: readonly { readonly unit: string; readonly grams: Range<GramsCO2e> }[];
  /** Of one request: our own estimate first. */
  readonly request: readonly PeerSays[];
  /** Litres of one request; absent where neither part is published. */
  readonly water?: Water;
  readonly assumptions: readonly Assumption[];
}

/**
 * Carbon per token, request and user by the Software Carbon Intensity standard, and what EcoLogits and Impact Framework
 * say of the same request.
 * @throws Problem where carbon is not known.
 */
export const ratesOf = (subject: PlanSubject, { requestsPerUser }: RatesPlan): RatesReport => {
  const { estimate, deployment, workload } = subject;
  const { hardware, itEnergy, pue } = knownInputs(subject);
  const { embodied } = estimate.carbon;
  if (hardware === undefined || embodied === undefined) {
    throw new Problem(
      `the embodied carbon of ${estimate.deployment.accelerator} is unknown, and SCI counts it; expected a part whose footprint, or whose die and memory, are published`,
    );
  }
  const grid = resolveIntensity(deployment);
  const energy = facilityEnergy(itEnergy, pue);
  const each = { energy, intensity: grid.locationBased ?? grid.intensity, embodied };
  const perRequest = unitsPerRequest(subject);
  const [onSite, offSite] = [resolveWue(deployment), resolveGridWater(deployment)];
  const times = (factor: number): Range<GramsCO2e> => sci({ ...each, units: 1 / factor });
  return {
    plan: 'rates',
    sci: [
      { unit: workload.unit, grams: times(1) },
      ...(workload.unit === 'token' ? [{ unit: '1,000 tokens', grams: times(1000) }] : []),
      ...(perRequest === 1 && workload.unit === 'request'
        ? []
        : [{ unit: 'request', grams: times(perRequest) }]),
      ...(requestsPerUser === undefined
        ? []
        : [{ unit: 'user', grams: times(perRequest * requestsPerUser) }]),
    ],
    request: [
      ours(subject, energy, perRequest),
      ...hosted(subject, perRequest),
      framework(subject, perRequest),
    ],
    ...(onSite === undefined && offSite === undefined
      ? {}
      : {
          water: waterUse({
            itEnergy: mapRange(itEnergy, (each) => joules(each * perRequest)),
            pue,
            onSite: onSite?.value,
            offSite: offSite?.value,
          }),
        }),
    assumptions: attributed([
      ...estimate.assumptions,
      ...(onSite?.assumptions ?? []),
      ...(offSite?.assumptions ?? []),
    ]).filter(({ id }) => /^(site|grid|embodied)\.|^hardware\.(lifetime|utilization)$/.test(id)),
  };
};

const ours = (
  { estimate: { carbon } }: PlanSubject,
  energy: Range<Joules>,
  perRequest: number,
): PeerSays => ({
  name: 'Wattlens',
  energy: joules(energy.mid * perRequest),
  ...(carbon.operational === undefined ? {} : { operational: grams(carbon.operational.mid * perRequest) }),
  ...(carbon.embodied === undefined ? {} : { embodied: grams(carbon.embodied.mid * perRequest) }),
  note: 'the whole request, prompt and answer, on the deployment of this estimate',
});

/** EcoLogits knows language models alone. */
const hosted = ({ workload, estimate, deployment }: PlanSubject, perRequest: number): readonly PeerSays[] => {
  if (workload.unit !== 'token' || workload.source.kind !== 'model') return [];
  const operators = workload.phases.find(({ name }) => name === 'decode')?.operators ?? [];
  const total = operators.reduce((sum, { parameters = 0 }) => sum + parameters, 0);
  const active = operators.reduce(
    (sum, { parameters = 0, activeParameters = parameters }) => sum + activeParameters,
    0,
  );
  const inputs = carbonInputsOf(estimate);
  if (total === 0 || inputs === undefined) return [];
  const said = ecologits({
    activeParameters: active,
    totalParameters: total,
    outputTokens: perRequest,
    pue: resolvePue(deployment).value.mid,
    intensity: inputs.intensity.mid,
  });
  return [
    {
      name: 'EcoLogits 0.9.1',
      energy: said.energy,
      operational: said.operational,
      embodied: said.embodied,
      note: `16-bit weights on ${said.gpus} GPU${said.gpus === 1 ? '' : 's'} of 80 GB at 64 sequences, the answer alone; same PUE and grid`,
    },
  ];
};

const framework = ({ estimate, workload }: PlanSubject, perRequest: number): PeerSays => {
  const { count } = estimate.deployment;
  const server = frameworkServer();
  const time = seconds((perRequest * workload.batch) / estimate.throughput.unitsPerSecond);
  return {
    name: 'Impact Framework, SciEmbodied',
    embodied: grams(frameworkEmbodied(server, time, count / server.gpus) / workload.batch),
    note: `${count}/${server.gpus} of a server with ${server.vcpus} vCPUs, ${server.memoryGB} GB, ${server.ssds} SSDs and ${server.gpus} GPUs of 150 kg, 4 years, always busy`,
  };
};
