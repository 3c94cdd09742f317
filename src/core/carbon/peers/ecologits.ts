import {
  type GramsCO2e,
  type GramsPerJoule,
  grams,
  type Joules,
  joules,
  JOULES_PER_KILOWATT_HOUR,
  type Seconds,
  seconds,
  years,
} from '../../units/quantity';
import { dataFile, once } from '../data';
import ecologitsFile from './ecologits.yaml';

export interface EcologitsRequest {
  /** Parameters that one token uses, and all of them. */
  readonly activeParameters: number;
  readonly totalParameters: number;
  readonly outputTokens: number;
  readonly pue: number;
  readonly intensity: GramsPerJoule;
}

export interface EcologitsImpact {
  readonly gpus: number;
  readonly latency: Seconds;
  /** Of the request, PUE included. */
  readonly energy: Joules;
  readonly operational: GramsCO2e;
  readonly embodied: GramsCO2e;
}

const BILLION = 1e9;
const BITS_PER_BYTE = 8;
const JOULES_PER_WATT_HOUR = JOULES_PER_KILOWATT_HOUR / 1000;

const model = once(() => {
  const file = dataFile(ecologitsFile, 'peers/ecologits.yaml');
  const energy = file.at('energyPerToken');
  const time = file.at('secondsPerToken');
  return {
    alpha: energy.at('alpha').number(),
    beta: energy.at('beta').number(),
    gamma: energy.at('gamma').number(),
    perParameter: time.at('perParameter').number(),
    perSequence: time.at('perSequence').number(),
    constant: time.at('constant').number(),
    batch: file.at('batch').number(),
    gpuMemoryGB: file.at('gpuMemoryGB').number(),
    bits: file.at('bitsPerParameter').number(),
    overhead: file.at('memoryOverhead').number(),
    serverKilowatts: file.at('serverKilowatts').number(),
    gpusPerServer: file.at('gpusPerServer').number(),
    gpuKg: file.at('gpuKg').number(),
    serverKg: file.at('serverKg').number(),
    lifetime: years(file.at('lifetimeYears').number()),
  };
});

/**
 * What EcoLogits 0.9.1 says of a request, so that a reader can hold it against our estimate. It assumes 16-bit
 * weights on H100-like GPUs at 64 sequences whatever the deployment, and leaves prefill out.
 */
export const ecologits = (request: EcologitsRequest): EcologitsImpact => {
  const m = model();
  const { outputTokens, pue, intensity } = request;
  const active = request.activeParameters / BILLION;
  const gigabytes = (m.overhead * (request.totalParameters / BILLION) * m.bits) / BITS_PER_BYTE;
  const gpus = 2 ** Math.ceil(Math.log2(Math.ceil(gigabytes / m.gpuMemoryGB)));
  const gpuEnergy =
    outputTokens * (m.alpha * Math.exp(m.beta * m.batch) * active + m.gamma) * JOULES_PER_WATT_HOUR;
  const latency = outputTokens * (m.perParameter * active + m.perSequence * m.batch + m.constant);
  const servers = gpus / m.gpusPerServer;
  const serverEnergy = (latency * m.serverKilowatts * 1000 * servers) / m.batch;
  const energy = joules(pue * (serverEnergy + gpus * gpuEnergy));
  const hardware = 1000 * (servers * m.serverKg + gpus * m.gpuKg);
  return {
    gpus,
    latency: seconds(latency),
    energy,
    operational: grams(energy * intensity),
    embodied: grams((latency / (m.batch * m.lifetime)) * hardware),
  };
};
