import type { Deployment } from '../estimate/deployment';
import { type Figures, figuresOf } from '../estimate/figures';
import { siteOf } from '../estimate/site';
import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import type { Model, Run } from '../models/model';
import { buildWorkload } from '../models/workload';
import { Problem } from '../problem';

/** Serving at an arrival rate. Times in seconds, means unless they say otherwise. */
export interface UnderLoad {
  /** Requests per second, over all accelerators. */
  readonly rate: number;
  /** Whether requests are served as fast as they come; where not, no latency is there. */
  readonly sustained: boolean;
  /** The rate beyond which the queue grows without end. */
  readonly mostRate: number;
  /** `rate` over `mostRate`; absent where the model does not fit. */
  readonly load?: number;
  readonly ttft?: number;
  /** 95 of 100 requests have their first token by then. */
  readonly ttft95?: number;
  readonly tpot?: number;
  readonly request?: number;
  /** Sequences that generate at the same time. */
  readonly concurrency?: number;
  /** Share of the time that goes to prompts. */
  readonly prefillShare?: number;
}

/** Sequences in flight at most; engines stop far below it. */
const MOST_SEQUENCES = 4096;
const STEPS = 60;

export interface Server {
  /** Seconds to prefill one prompt. */
  readonly prefill: number;
  /** Tokens that each request generates after its first. */
  readonly tokens: number;
  /** Seconds of one decode step of so many sequences, and whether they fit. */
  readonly step: (sequences: number) => { readonly seconds: number; readonly fits: boolean };
}

/** Requests a second that `sequences` in flight complete: each needs its prefill and its share of `tokens` steps. */
const completed = ({ prefill, tokens, step }: Server, sequences: number): number =>
  sequences / (sequences * prefill + tokens * step(sequences).seconds);

/** The most sequences that fit, by doubling and halving. */
const mostThatFit = ({ step }: Server): number => {
  if (!step(1).fits) return 0;
  let fits = 1;
  while (fits < MOST_SEQUENCES && step(fits * 2).fits) fits *= 2;
  let over = Math.min(fits * 2, MOST_SEQUENCES + 1);
  while (over - fits > 1) {
    const middle = Math.floor((fits + over) / 2);
    if (step(middle).fits) fits = middle;
    else over = middle;
  }
  return fits;
};

/** Where steps of `n` and of the next whole number of sequences are known, a fraction between lies on the line between. */
const stepAt = ({ step }: Server, sequences: number): number => {
  const least = Math.max(1, Math.floor(sequences));
  const share = Math.max(0, sequences - least);
  const at = step(least).seconds;
  return share === 0 ? at : at + share * (step(least + 1).seconds - at);
};

/** The concurrency at which as many tokens are made as asked for (Little's law): N = rate · tokens · step(N) / (1 − ρ). */
const concurrencyAt = (server: Server, rate: number, most: number): number => {
  const busy = rate * server.prefill;
  let low = 0;
  let high = most;
  for (let i = 0; i < STEPS; i++) {
    const middle = (low + high) / 2;
    const needed = (rate * server.tokens * stepAt(server, middle)) / (1 - busy);
    if (needed > middle) low = middle;
    else high = middle;
  }
  return high;
};

/** The mean wait in an M/G/1 queue, W̄, has a tail near ρ·exp(−ρ t / W̄) (J. F. C. Kingman, 1962): the time 95 of 100 stay below. */
const wait95 = (wait: number, busy: number): number =>
  busy <= 0.05 ? 0 : (wait / busy) * Math.log(busy / 0.05);

/**
 * Latencies under load, of an engine that batches continuously and puts prompts first, one after the other, each between two
 * decode steps (G.-I. Yu et al., "Orca", OSDI 2022; W. Kwon et al., "vLLM", SOSP 2023). Prompts arrive at random (Poisson)
 * and see an M/G/1 queue whose server takes vacations, the decode steps that run when no prompt waits: the mean wait is
 * ρ·S / 2(1 − ρ) for the prompts ahead and half a step (Y. Levy and U. Yechiali, "Utilization of Idle Time in an M/G/1
 * Queueing System", Management Science 1975). The concurrency follows from Little's law.
 */
export const queueOf = (server: Server, rate: number): UnderLoad => {
  const { prefill, tokens } = server;
  const most = mostThatFit(server);
  const mostRate = most === 0 ? 0 : tokens === 0 ? 1 / prefill : completed(server, most);
  const known = { rate, mostRate, ...(mostRate === 0 ? {} : { load: rate / mostRate }) };
  if (rate >= mostRate) return { ...known, sustained: false };
  const busy = rate * prefill;
  const concurrency = tokens === 0 ? 0 : concurrencyAt(server, rate, most);
  const decode = tokens === 0 ? 0 : stepAt(server, concurrency);
  // A step is in the way only while somebody generates.
  const generating = 1 - Math.exp(-concurrency);
  const queue = (busy * prefill) / (2 * (1 - busy));
  const residual = (generating * decode) / 2;
  const wait = queue + residual;
  const ttft = wait + prefill;
  const tpot = tokens === 0 ? undefined : decode / (1 - busy);
  return {
    ...known,
    sustained: true,
    ttft,
    ttft95: prefill + Math.max(wait, wait95(queue, busy) + generating * decode),
    ...(tpot === undefined ? {} : { tpot }),
    request: ttft + tokens * (tpot ?? 0),
    ...(tokens === 0 ? {} : { concurrency }),
    prefillShare: busy,
  };
};

/**
 * Serving a language model at `rate` requests per second on a deployment. Data-parallel replicas share the requests.
 * Throws a Problem for a model that does not generate, a rate that cannot be, or a deployment that cannot be.
 */
export const underLoad = (
  model: Model,
  run: Run,
  deployment: Deployment,
  rate: number,
  parts: Catalogue = catalogue(),
): UnderLoad => {
  if (!(rate > 0) || !Number.isFinite(rate))
    throw new Problem(`the arrival rate is ${rate}; it should be a number of requests per second above 0`);
  const site = siteOf(deployment, parts);
  const replicas = deployment.parallelism?.data ?? 1;
  const known = new Map<number, Figures>();
  const at = (sequences: number): Figures => {
    const figures =
      known.get(sequences) ?? figuresOf(buildWorkload(model, { ...run, batch: sequences * replicas }), site);
    known.set(sequences, figures);
    return figures;
  };
  const { ttft, tpot } = at(1);
  if (ttft === undefined || run.training !== undefined)
    throw new Problem(`${model.name} does not generate tokens; an arrival rate is for models that do`);
  const server: Server = {
    prefill: ttft,
    tokens: tpot === undefined ? 0 : Math.max(0, (run.output ?? 1) - 1),
    step: (sequences) => {
      const figures = at(sequences);
      return { seconds: figures.tpot ?? 0, fits: figures.fits };
    },
  };
  const one = queueOf(server, rate / replicas);
  return {
    ...one,
    rate,
    mostRate: one.mostRate * replicas,
    ...(one.concurrency === undefined ? {} : { concurrency: one.concurrency * replicas }),
  };
};
