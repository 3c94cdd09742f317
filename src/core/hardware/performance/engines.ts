import { Problem } from '../../problem';
import type { Sourced } from '../../units/provenance';
import type { OperatorCategory } from '../../workload/category';
import { OPERATOR_CATEGORIES } from '../../workload/category';
import { type Chain, CHAINS } from '../../workload/chain';
import type { Accelerator } from '../accelerator';
import { Facts } from '../facts';
import data from './engines.yaml';

/** What is known of an engine; `engines.yaml` says what each means. Times in seconds, the rest shares. */
export const ENGINE_TERMS = [
  'gap',
  'kernel',
  'hostKernel',
  'step',
  'stepPerSequence',
  'frontPerSequence',
  'prompt',
  'collective',
  'dispatch',
  'stream',
  'matmul',
  'attention',
  'quantise',
  'keySharing',
  'skinny',
  'indexed',
] as const;
export type EngineTerm = (typeof ENGINE_TERMS)[number];

/** A chain in kernels of its own, for each element that it writes. */
export interface Unfused {
  readonly kernels: number;
  /** Bytes to and from memory, and those of them that vectorised kernels move. */
  readonly moved: number;
  readonly streamed: number;
  /** Elements handled one by one, by index arithmetic. */
  readonly indexed: number;
}

/** How often each is copied around an attention kernel. */
export interface Copies {
  readonly query: number;
  /** Keys and values, all that the cache holds. */
  readonly cache: number;
  readonly output: number;
}

/** How software runs a workload's kernels on a part: what it loses between them, and what its host adds to each pass. */
export interface Engine {
  readonly id: string;
  readonly name: string;
  readonly terms: Readonly<Record<EngineTerm, Sourced<number>>>;
  /** Kernels that one operator of a category becomes. */
  readonly kernels: (category: OperatorCategory) => number;
  /** Share of an operator's data that really goes to memory: below 1 where it is fused, above 1 in several passes. */
  readonly traffic: (category: OperatorCategory) => number;
  /** Chains that it does not fuse; those it does are not there. */
  readonly chains: ReadonlyMap<Chain, Unfused>;
  /** Absent where attention is one kernel over the cache as it lies. */
  readonly copies?: Copies;
}

const facts = (): Facts => {
  const plain = new Facts(data, 'engines.yaml', new Map());
  const sources = new Map(
    plain
      .at('sources')
      .entries()
      .map(([key, words]) => [key, words.text()]),
  );
  return new Facts(data, 'engines.yaml', sources);
};

const byCategory = (values: Facts): ((category: OperatorCategory) => number) => {
  const known = new Map(
    values
      .only(['default', ...OPERATOR_CATEGORIES])
      .entries()
      .map(([category, value]) => [category, value.number()]),
  );
  const otherwise = values.at('default').number();
  return (category) => known.get(category) ?? otherwise;
};

const chainsOf = (values: Facts): Engine['chains'] =>
  new Map(
    CHAINS.flatMap((chain): readonly (readonly [Chain, Unfused])[] => {
      const unfused = values.only(CHAINS).maybe(chain, (fact) => ({
        kernels: fact.at('kernels').number(),
        moved: fact.at('moved').number(),
        streamed: fact.at('streamed').number(),
        indexed: fact.at('indexed').number(),
      }));
      return unfused === undefined ? [] : [[chain, unfused]];
    }),
  );

const copiesOf = (values: Facts): Copies => ({
  query: values.at('query').number(),
  cache: values.at('cache').number(),
  output: values.at('output').number(),
});

const number = (value: number): number => value;

/** The terms of an engine on a family, the nearest first: its own on that family, its own, the engine's it is like. */
const layers = (id: string, family: string): readonly Facts[] => {
  const engine = facts().at('engines').at(id);
  const own = [engine.maybe('on', (on) => on.maybe(family, (terms) => terms)), engine.at('terms')].filter(
    (layer) => layer !== undefined,
  );
  const like = engine.maybe('like', (name) => name.text());
  return like === undefined ? own : [...own, ...layers(like, family)];
};

const readEngine = (id: string, family: string): Engine => {
  const engine = facts()
    .at('engines')
    .at(id)
    .only(['name', 'like', 'terms', 'on', 'kernels', 'traffic', 'chains', 'copies']);
  const copies = engine.maybe('copies', copiesOf);
  const known = [...layers(id, family), facts().at('neutral')].map((layer) => layer.only(ENGINE_TERMS));
  const term = (name: EngineTerm): Sourced<number> => {
    for (const layer of known) {
      const value = layer.maybe(name, (fact) => fact.sourced(number));
      if (value !== undefined) return value;
    }
    throw new Error(`engines.yaml: neutral has no ${name}`);
  };
  return {
    id,
    name: engine.at('name').text(),
    terms: {
      gap: term('gap'),
      kernel: term('kernel'),
      hostKernel: term('hostKernel'),
      step: term('step'),
      stepPerSequence: term('stepPerSequence'),
      frontPerSequence: term('frontPerSequence'),
      prompt: term('prompt'),
      collective: term('collective'),
      dispatch: term('dispatch'),
      stream: term('stream'),
      matmul: term('matmul'),
      attention: term('attention'),
      quantise: term('quantise'),
      keySharing: term('keySharing'),
      skinny: term('skinny'),
      indexed: term('indexed'),
    },
    kernels: byCategory(engine.at('kernels')),
    traffic: byCategory(engine.at('traffic')),
    chains: engine.maybe('chains', chainsOf) ?? new Map<Chain, Unfused>(),
    ...(copies === undefined ? {} : { copies }),
  };
};

const cache = new Map<string, Engine>();

/** Every engine's id. */
export const engineNames = (): readonly string[] =>
  facts()
    .at('engines')
    .entries()
    .map(([id]) => id);

/** The engine called `name`, or the usual one of the part. Throws a Problem that lists the engines. */
export const findEngine = ({ family }: Accelerator, name?: string): Engine => {
  const usual = facts().at('default');
  const others = facts().at('families').at('native').list();
  const asked = name ?? usual.at(others.some((other) => other.text() === family) ? 'other' : 'gpu').text();
  const lower = asked.toLowerCase();
  const id =
    facts()
      .at('aliases')
      .maybe(lower, (alias) => alias.text()) ?? lower;
  const key = `${id} on ${family}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const names = engineNames();
  if (!names.includes(id))
    throw new Problem(`unknown engine '${asked}'; expected one of ${names.join(', ')}`);
  const engine = readEngine(id, family);
  cache.set(key, engine);
  return engine;
};
