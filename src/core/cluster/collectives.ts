import type { Accelerator } from '../hardware/accelerator';
import { Facts } from '../hardware/facts';
import { Problem } from '../problem';
import type { Assumption } from '../units/provenance';
import data from './collectives.yaml';

/** `a` all-reduce, all-gather, all-to-all, point to point. */
export type CollectiveKind = 'all-reduce' | 'all-gather' | 'all-to-all' | 'send';

/** The links of one accelerator as collectives see them. Bandwidths in bytes/s one way, times in seconds. */
export interface Network {
  /** Seconds of one collective in which each of `ranks` accelerators holds `bytes`. */
  readonly seconds: (kind: CollectiveKind, bytes: number, ranks: number) => number;
  /** The levels of links with what a large collective reaches on each; inside a node only where it is known. */
  readonly levels: readonly LinkLevel[];
  readonly assumptions: readonly Assumption[];
}

export interface LinkLevel {
  readonly level: 'scale-up' | 'scale-out';
  readonly name: string;
  /** Bytes/s one way, of one accelerator. */
  readonly bandwidth: number;
}

interface Level {
  readonly bandwidth: number;
  readonly base: number;
  readonly perRank: number;
}

const facts = (): Facts => {
  const plain = new Facts(data, 'collectives.yaml', new Map());
  return new Facts(
    data,
    'collectives.yaml',
    new Map(
      plain
        .at('sources')
        .entries()
        .map(([key, words]) => [key, words.text()]),
    ),
  );
};

const number = (value: number): number => value;

/** Data each rank sends over its links, as a multiple of what it holds: ring and pairwise algorithms. */
const volume = (kind: CollectiveKind, ranks: number): number => {
  switch (kind) {
    case 'all-reduce':
      return (2 * (ranks - 1)) / ranks;
    case 'all-gather':
    case 'all-to-all':
      return (ranks - 1) / ranks;
    case 'send':
      return 1;
  }
};

const on = (
  { bandwidth, base, perRank }: Level,
  kind: CollectiveKind,
  bytes: number,
  ranks: number,
): number => base + perRank * (kind === 'send' ? 1 : ranks) + (volume(kind, ranks) * bytes) / bandwidth;

/**
 * The network of a part: latency + bandwidth (R. Thakur et al., "Optimization of Collective Communication Operations in
 * MPICH", 2005), over the scale-up links inside a node and the network cards between nodes.
 * Throws a Problem when a part whose links are not known is asked to communicate.
 */
export const networkOf = (part: Accelerator): Network => {
  const families = facts().at('families');
  const family = families.maybe(part.family, (f) => f) ?? families.at('default');
  const fraction = family.at('fraction').sourced(number);
  const base = family.at('base').sourced(number);
  const perRank = family.at('perRank').sourced(number);
  const link = part.links.find(({ level }) => level === 'scale-up') ?? part.links[0];
  const outer = facts().at('scaleOut');
  const cards = outer.at('bandwidth').sourced(number);
  const between: Level = {
    bandwidth: cards.value * outer.at('fraction').sourced(number).value,
    base: outer.at('base').sourced(number).value,
    perRank: outer.at('perRank').sourced(number).value,
  };
  const inside: Level | undefined =
    link === undefined
      ? undefined
      : { bandwidth: link.bandwidth.value * fraction.value, base: base.value, perRank: perRank.value };
  const perNode = part.perNode?.value ?? 8;
  return {
    seconds: (kind, bytes, ranks) => {
      if (ranks <= 1) return 0;
      if (inside === undefined)
        throw new Problem(
          `${part.id}: the bandwidth between accelerators is not known, so it cannot be split over ${ranks}; a file in .wattlens/hardware can add its links`,
        );
      const local = on(inside, kind, bytes, Math.min(ranks, perNode));
      return ranks <= perNode
        ? local
        : local + on(between, kind, bytes / perNode, Math.ceil(ranks / perNode));
    },
    levels: [
      ...(link === undefined || inside === undefined
        ? []
        : [{ level: link.level, name: link.name, bandwidth: inside.bandwidth }]),
      ...(link?.level === 'scale-out'
        ? []
        : [{ level: 'scale-out' as const, name: 'network cards', bandwidth: between.bandwidth }]),
    ],
    assumptions:
      link === undefined
        ? []
        : [
            {
              id: 'network.link',
              value: link.bandwidth.value,
              unit: 'B/s one way',
              source: link.bandwidth.source,
              note: link.name,
            },
            { id: 'network.fraction', value: fraction.value, unit: 'of the link', source: fraction.source },
            {
              id: 'network.latency',
              value: base.value,
              unit: 's',
              source: base.source,
              note: `and ${perRank.value} s per rank`,
            },
          ],
  };
};
