import type { Deployment } from '../estimate/deployment';
import { figuresOf } from '../estimate/figures';
import { type Site, siteOf } from '../estimate/site';
import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import { ENGINE_TERMS, type EngineTerm } from '../hardware/performance/engines';
import { RATE_CLASSES } from '../hardware/rate-class';
import type { Range } from '../units/range';
import type { Workload } from '../workload/workload';
import { type DesignMetric, figureOf } from './metrics';

/** What the answer becomes when one assumption goes to either end of its range. */
export interface Sensitivity {
  /** The assumption's id, as in the estimate's list. */
  readonly id: string;
  readonly low: number;
  readonly high: number;
  /** Width of the answer over its middle: how much this assumption moves it. */
  readonly swing: number;
}

interface Variation {
  readonly id: string;
  readonly low: Site;
  readonly high: Site;
}

/** Fitted times of an engine have no published range; half and double show which of them matter. Its shares are the rates' own. */
const TERM_RANGE = 2;
const TIMES: ReadonlySet<EngineTerm> = new Set<EngineTerm>([
  'gap',
  'hostKernel',
  'step',
  'stepPerSequence',
  'frontPerSequence',
  'prompt',
  'quantise',
  'collective',
  'dispatch',
]);

const at = <Q extends number>({ low, high }: Range<Q>, end: 'low' | 'high'): Range<Q> => {
  const value = end === 'low' ? low : high;
  return { low: value, mid: value, high: value };
};

const variations = (site: Site): readonly Variation[] => {
  const { machine, basis, host } = site;
  const both = (id: string, change: (end: 'low' | 'high') => Site): Variation => ({
    id,
    low: change('low'),
    high: change('high'),
  });
  const { embodiedPerDevice } = basis;
  return [
    both('site.pue', (end) => ({ ...site, basis: { ...basis, pue: at(basis.pue, end) } })),
    both('grid.intensity', (end) => ({ ...site, basis: { ...basis, intensity: at(basis.intensity, end) } })),
    both('hardware.lifetime', (end) => ({ ...site, basis: { ...basis, lifetime: at(basis.lifetime, end) } })),
    both('hardware.utilization', (end) => ({
      ...site,
      basis: { ...basis, utilization: at(basis.utilization, end) },
    })),
    both('power.host', (end) => ({ ...site, host: { ...host, watts: at(host.watts, end) } })),
    ...(embodiedPerDevice === undefined
      ? []
      : [
          both('embodied', (end) => ({
            ...site,
            basis: { ...basis, embodiedPerDevice: at(embodiedPerDevice, end) },
          })),
        ]),
    ...RATE_CLASSES.map((name) =>
      both(`rate.${name}`, (end) => {
        const rate = machine.rates[name];
        const fraction =
          end === 'low' ? rate.fraction / rate.spread : Math.min(1, rate.fraction * rate.spread);
        return {
          ...site,
          machine: { ...machine, rates: { ...machine.rates, [name]: { ...rate, fraction } } },
        };
      }),
    ),
    ...ENGINE_TERMS.filter((name) => TIMES.has(name) && machine.engine.terms[name].value > 0).map((name) =>
      both(`engine.${name}`, (end) => {
        const term = machine.engine.terms[name];
        const value = end === 'low' ? term.value / TERM_RANGE : term.value * TERM_RANGE;
        const terms = { ...machine.engine.terms, [name]: { ...term, value } };
        return { ...site, machine: { ...machine, engine: { ...machine.engine, terms } } };
      }),
    ),
  ];
};

/** Which assumption moves the answer most: each at both ends of its range, the others at their middle. Largest swing first. */
export const sensitivity = (
  workload: Workload,
  deployment: Deployment,
  metric: DesignMetric,
  parts: Catalogue = catalogue(),
): readonly Sensitivity[] => {
  const site = siteOf(deployment, parts);
  const middle = figureOf(figuresOf(workload, site), metric);
  if (middle === undefined) return [];
  return variations(site)
    .flatMap(({ id, low, high }) => {
      const [a, b] = [
        figureOf(figuresOf(workload, low), metric),
        figureOf(figuresOf(workload, high), metric),
      ];
      return a === undefined || b === undefined
        ? []
        : [{ id, low: a, high: b, swing: Math.abs(b - a) / middle }];
    })
    .filter(({ swing }) => swing > 0)
    .sort((a, b) => b.swing - a.swing);
};
