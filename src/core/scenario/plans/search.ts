import { attributed } from '../../carbon/attribution/attribute';
import { changedConfig, type Knobs } from './knobs';
import { lossOf, lossSource } from './scaling-law';
import { frontOf } from './front';
import { readVersion } from '../../compare/config-version';
import type { Deployment } from '../../estimate/deployment';
import { figuresOf } from '../../estimate/figures';
import { type Site, siteOf } from '../../estimate/site';
import { buildWorkload } from '../../models/workload';
import { Problem } from '../../problem';
import type { Assumption } from '../../units/provenance';
import type { Dtype } from '../../workload/dtype';
import type { Workload } from '../../workload/workload';
import type { PlanSubject } from './subject';

/** Which models and which hardware to look among. What is absent stays as it is. */
export interface SearchPlan extends Knobs {
  readonly on?: readonly { readonly accelerator: string; readonly count: number }[];
  readonly dtypes?: readonly Dtype[];
  /** Tokens that every candidate is trained on, for the accuracy proxy. Twenty per parameter of the config unless said. */
  readonly tokens?: number;
}

export interface Candidate {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly dtype: string;
  readonly accelerator: string;
  readonly count: number;
  readonly parameters: number;
  /** Grams of one request, operational and embodied. */
  readonly grams: number;
  /** Seconds of one request. */
  readonly seconds: number;
  /** Cross-entropy in nats per token by the scaling law: less is more accurate. */
  readonly loss: number;
}

export interface SearchReport {
  readonly plan: 'search';
  /** Combinations looked at, and those left out: sizes that cannot be, models that do not fit, carbon not known. */
  readonly tried: number;
  readonly impossible: number;
  readonly tooLarge: number;
  readonly unknown: number;
  /** The config as it is, on the deployment as it is; absent where its carbon is not known. */
  readonly own?: Candidate;
  /** Candidates that no other beats in carbon, latency and loss together; least carbon first. */
  readonly front: readonly Candidate[];
  readonly assumptions: readonly Assumption[];
}

/** How far a search is. */
export interface SearchProgress {
  readonly done: number;
  readonly all: number;
}

/** A grid typed with a digit too many should not hold the editor. */
const MOST = 200_000;
/** Compute-optimal tokens per parameter (Hoffmann et al. 2022, table 3). */
const TOKENS_PER_PARAMETER = 20;

/**
 * Model and hardware knobs against total carbon of a request, its latency and an accuracy proxy, after CATransformers
 * (arXiv:2505.01386): every combination, and its Pareto front. Yields how far it is, so that the caller can show and
 * stop it.
 * @throws Problem for a trace, a model that yields no tokens, a config whose sizes are called otherwise, or too large a grid.
 */
export function* searchOf(
  subject: PlanSubject,
  plan: SearchPlan,
): Generator<SearchProgress, SearchReport, undefined> {
  const { config, model, run, deployment, parts, workload } = subject;
  if (config === undefined || model === undefined || config.text === '')
    throw new Problem(
      'only a model config can be varied; expected a config in JSON or YAML, not a trace or a name',
    );
  if (workload.unit !== 'token')
    throw new Problem(
      `${workload.name} yields ${workload.unit}s; the accuracy proxy is a scaling law of language models, expected one of those`,
    );
  const knobs = changedConfig(config.text, config.name);
  const { layers = [knobs.own.layers], width = [knobs.own.width], heads = [knobs.own.heads] } = plan;
  const dtypes = plan.dtypes ?? [run.weightDtype];
  const deployments = plan.on ?? [{ accelerator: deployment.accelerator, count: deployment.count }];
  const all = layers.length * width.length * heads.length * dtypes.length * deployments.length;
  if (all > MOST)
    throw new Problem(`a search of ${all} candidates is too many; narrow a knob to stay within ${MOST}`);
  const { parallelism: _, ...place } = deployment;
  const sites = deployments.map((hardware) => siteOf({ ...place, ...hardware }, parts));
  const tokens = plan.tokens ?? TOKENS_PER_PARAMETER * activeOf(workload);
  const count = { tried: 0, impossible: 0, tooLarge: 0, unknown: 0 };
  const found: Candidate[] = [];
  for (const sizes of product(layers, width, heads)) {
    for (const dtype of dtypes) {
      const made = attempt(() =>
        buildWorkload(readVersion({ ...config, text: knobs.at(sizes) }), {
          ...run,
          ...(dtype === undefined ? {} : { weightDtype: dtype }),
        }),
      );
      for (const site of sites) {
        count.tried++;
        const outcome =
          made === undefined
            ? 'impossible'
            : candidateAt(made, sizes, dtype ?? model.dtype.value, site, tokens);
        if (typeof outcome === 'string') count[outcome]++;
        else found.push(outcome);
      }
      yield { done: count.tried, all };
    }
  }
  const own = candidateAt(
    workload,
    knobs.own,
    run.weightDtype ?? model.dtype.value,
    siteOf(deployment, parts),
    tokens,
  );
  return {
    plan: 'search',
    ...count,
    ...(typeof own === 'string' ? {} : { own }),
    front: frontOf(found, [({ grams }) => grams, ({ seconds }) => seconds, ({ loss }) => loss]),
    assumptions: attributed([
      {
        id: 'accuracy.law',
        value: 'E + A/N^α + B/D^β',
        unit: 'nats per token',
        source: lossSource(),
        note: 'N: parameters that a token uses; formats and hardware change no loss here',
      },
      {
        id: 'accuracy.tokens',
        value: tokens,
        unit: 'tokens',
        source:
          plan.tokens === undefined
            ? 'derived: 20 per parameter of the config (arXiv:2203.15556)'
            : 'given by the user',
      },
    ]),
  };
}

type Outcome = Candidate | 'impossible' | 'tooLarge' | 'unknown';

const candidateAt = (
  workload: Workload,
  { layers, width, heads }: Required<Sizes>,
  dtype: string,
  site: Site,
  tokens: number,
): Outcome => {
  const figures = attempt(() => figuresOf(workload, site));
  if (figures === undefined) return 'impossible';
  if (!figures.fits) return 'tooLarge';
  if (figures.gramsPerUnit === undefined) return 'unknown';
  const { accelerator, count }: Deployment = site.deployment;
  return {
    layers,
    width,
    heads,
    dtype,
    accelerator,
    count,
    parameters: parametersOf(workload),
    grams: (figures.gramsPerUnit * workload.units) / workload.batch,
    seconds: figures.latency,
    loss: lossOf(activeOf(workload), tokens),
  };
};

interface Sizes {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
}

function* product(
  layers: readonly number[],
  widths: readonly number[],
  heads: readonly number[],
): Generator<Sizes> {
  for (const layer of layers)
    for (const width of widths) for (const head of heads) yield { layers: layer, width, heads: head };
}

const decodeOf = ({ phases }: Workload) => phases.find(({ name }) => name === 'decode')?.operators ?? [];
const parametersOf = (workload: Workload): number =>
  decodeOf(workload).reduce((sum, { parameters = 0 }) => sum + parameters, 0);
const activeOf = (workload: Workload): number =>
  decodeOf(workload).reduce(
    (sum, { parameters = 0, activeParameters = parameters }) => sum + activeParameters,
    0,
  );

/** Undefined for a combination that cannot be. */
const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
};
