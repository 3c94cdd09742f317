import { type GramsCO2e, grams, type Seconds, seconds } from '../../units/quantity';
import { exactly } from '../../units/range';
import { dataFile, once } from '../data';
import frameworkFile from './impact-framework.yaml';
import { sciEmbodied } from './sci';

/** A server in Impact Framework's terms. Drives and GPUs are counted, not measured in GB. */
export interface FrameworkServer {
  readonly vcpus?: number;
  readonly memoryGB?: number;
  readonly ssds?: number;
  readonly hdds?: number;
  readonly gpus?: number;
}

const data = once(() => dataFile(frameworkFile, 'rates/impact-framework.yaml'));

const model = once(() => {
  const file = data();
  const baseline = file.at('baseline');
  return {
    grams: baseline.at('grams').number(),
    vcpus: baseline.at('vcpus').number(),
    memoryGB: baseline.at('memoryGB').number(),
    perVcpu: file.at('perVcpu').number(),
    perGB: file.at('memory').at('grams').number() / file.at('memory').at('perGB').number(),
    perSsd: file.at('perSsd').number(),
    perHdd: file.at('perHdd').number(),
    perGpu: file.at('perGpu').number(),
    lifespan: seconds(file.at('lifespanSeconds').number()),
  };
});

/** Embodied carbon that Impact Framework's `SciEmbodied` gives for a time on a server, for manifests that it runs. */
export const frameworkEmbodied = (server: FrameworkServer, time: Seconds, share = 1): GramsCO2e => {
  const { grams: base, lifespan, ...per } = model();
  const { vcpus = per.vcpus, memoryGB = per.memoryGB, ssds = 0, hdds = 0, gpus = 0 } = server;
  const total =
    base +
    (vcpus - per.vcpus) * per.perVcpu +
    (memoryGB - per.memoryGB) * per.perGB +
    ssds * per.perSsd +
    hdds * per.perHdd +
    gpus * per.perGpu;
  return sciEmbodied(exactly(grams(total)), { time, lifespan, share }).mid;
};

/** The server of Impact Framework's own example with accelerators, to hold theirs against our estimate. */
export const frameworkServer = once((): Required<Omit<FrameworkServer, 'hdds'>> => {
  const server = data().at('server');
  return {
    vcpus: server.at('vcpus').number(),
    memoryGB: server.at('memoryGB').number(),
    ssds: server.at('ssds').number(),
    gpus: server.at('gpus').number(),
  };
});
