import type { Assumption, Sourced } from '../units/provenance';
import { watts, type Watts } from '../units/quantity';
import { mapRange, type Range } from '../units/range';
import { type Dtype, DTYPES } from '../workload/dtype';
import type { Accelerator } from './accelerator';
import { Facts } from './facts';
import data from './power.yaml';

/** What a board did over a time, each 0 … 1; operations in narrow formats by their energy, so that `compute` may be more. */
export interface Activity {
  /** Share of the time, collectives apart, that kernels ran. */
  readonly busy: number;
  /** Share of the peak arithmetic and of the peak bandwidth that was used in the time apart from collectives. */
  readonly compute: number;
  readonly memory: number;
  /** Share of the whole time that went to collectives. */
  readonly network?: number;
}

/** A board's power model. Absent where neither its TDP nor a family's is known. */
export interface PowerModel {
  readonly idle: Range<Watts>;
  readonly tdp: Range<Watts>;
  /** Board power while it does this, all the time. */
  readonly at: (activity: Activity) => Range<Watts>;
  /** The middle of `at` alone, for sweeps. */
  readonly midAt: (activity: Activity) => number;
  readonly assumptions: readonly Assumption[];
}

interface Shares {
  readonly active: Sourced<number>;
  readonly compute: Sourced<number>;
  readonly memory: Sourced<number>;
  readonly network: Sourced<number>;
}

const facts = (): Facts => {
  const plain = new Facts(data, 'power.yaml', new Map());
  return new Facts(
    data,
    'power.yaml',
    new Map(
      plain
        .at('sources')
        .entries()
        .map(([key, words]) => [key, words.text()]),
    ),
  );
};

const number = (value: number): number => value;

const formats = (): ReadonlyMap<Dtype, Sourced<number>> =>
  new Map(
    DTYPES.flatMap((dtype): readonly (readonly [Dtype, Sourced<number>])[] => {
      const energy = facts()
        .at('formats')
        .maybe(dtype, (f) => f.sourced(number));
      return energy === undefined ? [] : [[dtype, energy]];
    }),
  );

let known: ReadonlyMap<Dtype, Sourced<number>> | undefined;

/** Energy of an operation in a format over that of one in 16 bits; absent where it is not known apart. */
export const formatEnergy = (dtype: Dtype): Sourced<number> | undefined => (known ??= formats()).get(dtype);

const rangeOf = <Q extends number>({ value, low, high }: Sourced<Q>): Range<Q> => ({
  low: low ?? value,
  mid: value,
  high: high ?? value,
});

const assumption = (
  id: string,
  value: Range<number>,
  unit: string,
  source: string,
  note?: string,
): Assumption => ({
  id,
  value: value.mid,
  unit,
  source,
  ...(value.low === value.high ? {} : { low: value.low, high: value.high }),
  ...(note === undefined ? {} : { note }),
});

const readShares = (family: Facts): Shares => ({
  active: family.at('active').sourced(number),
  compute: family.at('compute').sourced(number),
  memory: family.at('memory').sourced(number),
  network: family.at('network').sourced(number),
});

const sharesOf = ({ id, family }: Accelerator): { readonly shares: Shares; readonly own: boolean } => {
  const shares = facts().at('shares');
  const own = shares.maybe(id, readShares) ?? shares.maybe(family, readShares);
  return own === undefined
    ? { shares: readShares(shares.at('default')), own: false }
    : { shares: own, own: true };
};

/** Idle power with a context held and a model resident: measured, else from the bare board, else a share of TDP. */
const idleOf = (
  part: Accelerator,
  tdp: Range<Watts>,
): { readonly idle: Range<Watts>; readonly assumption: Assumption } => {
  const context = part.idle.filter(({ state }) => state === 'context').map(({ watts: w }) => w);
  const [first] = context;
  if (first !== undefined) {
    const values = context.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
    const idle = { low: watts(Math.min(...values)), mid: first.value, high: watts(Math.max(...values)) };
    return {
      idle,
      assumption: assumption('power.idle', idle, 'W', first.source, first.note ?? 'context held'),
    };
  }
  const bare = part.idle.find(({ state }) => state !== 'context')?.watts;
  if (bare !== undefined) {
    const factor = rangeOf(facts().at('idle').at('contextOverBare').sourced(number));
    const idle = {
      low: watts((bare.low ?? bare.value) * factor.low),
      mid: watts(bare.value * factor.mid),
      high: watts((bare.high ?? bare.value) * factor.high),
    };
    return {
      idle,
      assumption: assumption(
        'power.idle',
        idle,
        'W',
        bare.source,
        'bare board times the context of similar boards',
      ),
    };
  }
  const share = facts().at('idle').at('shareOfTdp').sourced(number);
  const idle = mapRange(rangeOf(share), (fraction) => watts(fraction * tdp.mid));
  return {
    idle,
    assumption: assumption(
      'power.idle',
      idle,
      'W',
      share.source,
      'share of TDP; no measurement of this part is published',
    ),
  };
};

const cache = new WeakMap<Accelerator, { readonly model: PowerModel | undefined }>();

/** The power model of a part, or undefined where its rated power is not known. */
export const powerOf = (part: Accelerator): PowerModel | undefined => {
  const cached = cache.get(part);
  if (cached !== undefined) return cached.model;
  const model = part.tdp === undefined ? undefined : build(part, part.tdp);
  cache.set(part, { model });
  return model;
};

const build = (part: Accelerator, rated: Sourced<Watts>): PowerModel => {
  const tdp = rangeOf(rated);
  const { idle, assumption: idleAssumption } = idleOf(part, tdp);
  const { shares, own } = sharesOf(part);
  const spread = facts()
    .at('spread')
    .at(own ? 'measured' : 'rule')
    .number();
  const exponent = facts().at('exponent').sourced(number);
  const dynamic = ({ busy, compute, memory, network = 0 }: Activity): number =>
    network * shares.network.value +
    (1 - network) *
      (shares.active.value * busy +
        shares.compute.value * Math.max(0, compute) ** exponent.value +
        shares.memory.value * memory);
  const power = (idleWatts: number, cap: number, share: number): Watts =>
    watts(Math.min(cap, idleWatts + Math.max(0, cap - idleWatts) * Math.min(1, share)));
  return {
    idle,
    tdp,
    at: (activity) => ({
      low: power(idle.low, tdp.low, dynamic(activity) / spread),
      mid: power(idle.mid, tdp.mid, dynamic(activity)),
      high: power(idle.high, tdp.high, dynamic(activity) * spread),
    }),
    midAt: (activity) => power(idle.mid, tdp.mid, dynamic(activity)),
    assumptions: [
      assumption('power.tdp', tdp, 'W', rated.source, rated.note),
      idleAssumption,
      assumption('power.active', rangeOf(shares.active), 'of TDP − idle', shares.active.source),
      assumption(
        'power.compute',
        rangeOf(shares.compute),
        'of TDP − idle at peak arithmetic',
        shares.compute.source,
      ),
      assumption(
        'power.network',
        rangeOf(shares.network),
        'of TDP − idle in collectives',
        shares.network.source,
      ),
      assumption('power.exponent', rangeOf(exponent), 'of the compute share', exponent.source),
      assumption(
        'power.memory',
        rangeOf(shares.memory),
        'of TDP − idle at peak bandwidth',
        shares.memory.source,
      ),
    ],
  };
};

/** The host's draw for one accelerator: processors, network cards, fans and supply losses of its node. */
export const hostShareOf = (
  part: Accelerator,
): { readonly watts: Range<Watts>; readonly assumption: Assumption } => {
  const host = facts().at('host');
  const kind = host.at('boards').maybe(part.family, (f) => f.text()) ?? 'card';
  const share = host.at(isCard(part) ? 'card' : kind).sourced(watts);
  return {
    watts: rangeOf(share),
    assumption: assumption('power.host', rangeOf(share), 'W per accelerator', share.source, share.note),
  };
};

/** A card on PCIe that is not sold as a node: it sits in an ordinary server. */
const isCard = (part: Accelerator): boolean =>
  part.perNode === undefined && part.links.some(({ name }) => name.includes('PCIe'));
