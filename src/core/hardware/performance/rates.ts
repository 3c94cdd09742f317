import { Problem } from '../../problem';
import type { Sourced } from '../../units/provenance';
import type { Accelerator } from '../accelerator';
import { Facts } from '../facts';
import { RATE_CLASSES, type RateClass } from '../rate-class';
import data from './rates.yaml';

/** Where a class has no value of its own on a machine, it takes that of a more general class. */
const FALLBACK: Readonly<Partial<Record<RateClass, RateClass>>> = {
  matmulNarrow: 'matmul',
  matmulFour: 'matmulNarrow',
  streamNarrow: 'stream',
  stream: 'memory',
  attentionDecode: 'memory',
  gather: 'memory',
  convolution: 'matmul',
  attentionPrefill: 'matmul',
};

export interface Rate {
  /** Share of the peak that is reached when the work is large, 0 … 1. */
  readonly fraction: number;
  /** The truth lies between fraction / spread and fraction × spread. */
  readonly spread: number;
  readonly source: string;
  /** The family it was taken from where the part's own has none. */
  readonly inheritedFrom?: string;
}

export type Rates = Readonly<Record<RateClass, Rate>>;

type Table = ReadonlyMap<string, ReadonlyMap<string, Sourced<number>>>;

interface RateData {
  readonly table: Table;
  readonly like: ReadonlyMap<string, string>;
  readonly spread: { readonly measured: number; readonly inherited: number; readonly rule: number };
}

let read: RateData | undefined;

const rateData = (): RateData => {
  if (read !== undefined) return read;
  const plain = new Facts(data, 'rates.yaml', new Map());
  const sources = new Map(
    plain
      .at('sources')
      .entries()
      .map(([key, words]) => [key, words.text()]),
  );
  const facts = new Facts(data, 'rates.yaml', sources);
  const number = (value: number) => value;
  const spread = facts.at('spread');
  read = {
    table: new Map(
      facts
        .at('rates')
        .entries()
        .map(([family, rates]) => [
          family,
          new Map(
            rates
              .only(RATE_CLASSES)
              .entries()
              .map(([name, rate]) => [name, rate.sourced(number)]),
          ),
        ]),
    ),
    like: new Map(
      facts
        .at('like')
        .entries()
        .map(([family, other]) => [family, other.text()]),
    ),
    spread: {
      measured: spread.at('measured').number(),
      inherited: spread.at('inherited').number(),
      rule: spread.at('rule').number(),
    },
  };
  return read;
};

/** The part, its family, and the families it is like, nearest first. */
const ancestry = (part: Accelerator, { like }: RateData): readonly string[] => {
  const line = [part.id, part.family];
  for (let next = like.get(part.family); next !== undefined && !line.includes(next); next = like.get(next))
    line.push(next);
  return line;
};

/** Looks at the part's own fields, then for the class in the whole line of families, before it takes a more general class. */
const findRate = (part: Accelerator, name: RateClass, known: RateData): Rate => {
  const { table, spread } = known;
  for (let wanted: RateClass | undefined = name; wanted !== undefined; wanted = FALLBACK[wanted]) {
    const said = part.rates[wanted];
    if (said !== undefined)
      return {
        fraction: said.value,
        spread: wanted === name ? spread.measured : spread.inherited,
        source: said.source,
        ...(wanted === name ? {} : { inheritedFrom: `its own ${wanted}` }),
      };
    for (const [depth, family] of ancestry(part, known).entries()) {
      const rate = table.get(family)?.get(wanted);
      if (rate === undefined) continue;
      const own = depth < 2 && wanted === name;
      return {
        fraction: rate.value,
        spread: rate.kind !== 'measured' ? spread.rule : own ? spread.measured : spread.inherited,
        source: rate.source,
        ...(own ? {} : { inheritedFrom: wanted === name ? family : `${family} ${wanted}` }),
      };
    }
  }
  throw new Problem(
    `${part.id}: nothing is known of the rates of family '${part.family}'; its family should be one of ${[...table.keys()].join(', ')}`,
  );
};

const cache = new WeakMap<Accelerator, Rates>();

/** Achieved fractions of a part, by class of work. Throws a Problem where its family is unknown. */
export const ratesOf = (part: Accelerator): Rates => {
  const cached = cache.get(part);
  if (cached !== undefined) return cached;
  const known = rateData();
  const at = (name: RateClass): Rate => findRate(part, name, known);
  const rates: Rates = {
    matmul: at('matmul'),
    matmulNarrow: at('matmulNarrow'),
    matmulFour: at('matmulFour'),
    stream: at('stream'),
    streamNarrow: at('streamNarrow'),
    attentionPrefill: at('attentionPrefill'),
    attentionDecode: at('attentionDecode'),
    memory: at('memory'),
    gather: at('gather'),
    convolution: at('convolution'),
  };
  cache.set(part, rates);
  return rates;
};
