import { bandwidths } from './collectives';
import { communicationRows, messageOf } from './messages';
import type { Message } from './messages';
import { groupRows, sortRowsBy } from './rows';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** One rank's communication, in seconds. */
export interface RankCommunication {
  readonly rank: number;
  /** Moving data: as long as the rank that came last was in each collective. */
  readonly transfer: number;
  /** Waiting for ranks that came later. */
  readonly wait: number;
  /** Collectives in which no rank came later. */
  readonly last: number;
}

/** Collectives of one kind, group and size. The size is absent where it is not the same on every rank. */
export interface MatchedCollective extends Message {
  readonly count: number;
  readonly transfer: number;
  /** Summed over ranks. */
  readonly wait: number;
  /** The rank that came last most often; absent where nobody waits. */
  readonly straggler?: number;
  /** Of the transfers. */
  readonly algorithmBandwidth?: number;
  readonly busBandwidth?: number;
}

export interface RanksReport {
  readonly ranks: readonly RankCommunication[];
  readonly collectives: readonly MatchedCollective[];
  /** The rank that the others waited for longest. Absent where nobody waits. */
  readonly straggler?: number;
  /** Collectives that not every rank of their group has, by order; they are in none of the sums. */
  readonly unmatched: number;
}

/** A rank's traces, by its number. */
export interface RankSelection {
  readonly rank: number;
  readonly selection: Selection;
}

/**
 * Ranks side by side (TensorBoard plugin, profiler/loader.py:133-179, run_generator.py:518-544): the i-th collective
 * of a kind in a group is the same one on every rank; the shortest of its durations is the transfer, the rest of each
 * rank's duration is waiting. Only durations are compared, so clocks need not agree. The ranks of a group that the trace
 * names are those that have any of its collectives of that kind, so that ranks may be divided; other than there.
 * Undefined for fewer than two ranks, or where none communicates.
 */
export const compareRanks = (ranks: readonly RankSelection[]): RanksReport | undefined => {
  if (ranks.some(({ selection }) => selection.trace.metadata.untimed !== undefined)) return undefined;
  const perRank = ranks.map(({ selection }) => inOrder(selection));
  const keys = new Set(perRank.flatMap((rank) => [...rank.keys()]));
  if (ranks.length < 2 || perRank.every((rank) => rank.size === 0)) return undefined;
  const sums = ranks.map(({ rank }) => ({ rank, transfer: 0, wait: 0, last: 0 }));
  const causedBy = ranks.map(() => 0);
  const sizes = new Map<string, Size>();
  let unmatched = 0;
  for (const key of keys) {
    const members = membersOf(perRank, key);
    const matched = members.reduce((fewest, { rows }) => Math.min(fewest, rows.length), Infinity);
    unmatched += members.reduce((most, { rows }) => Math.max(most, rows.length), 0) - matched;
    for (let i = 0; i < matched; i++) {
      const durations = members.map(({ place, rows }) => durationOf(ranks[place]?.selection, rows[i] ?? 0));
      const transfer = Math.min(...durations);
      const last = members[durations.indexOf(transfer)]?.place ?? 0;
      const size = sizeOf(sizes, key, ranks, members, i);
      size.count++;
      size.transfer += inSeconds(transfer);
      members.forEach(({ place }, member) => {
        const wait = inSeconds((durations[member] ?? 0) - transfer);
        const sum = sums[place];
        if (sum === undefined) return;
        sum.transfer += inSeconds(transfer);
        sum.wait += wait;
        size.wait += wait;
        causedBy[last] = (causedBy[last] ?? 0) + wait;
      });
      const late = sums[last];
      // Where all take as long as each other nobody waited, and nobody was last.
      if (late === undefined || durations.every((duration) => duration <= transfer)) continue;
      late.last++;
      size.last.set(late.rank, (size.last.get(late.rank) ?? 0) + 1);
    }
  }
  const most = Math.max(...causedBy);
  const straggler = sums[causedBy.indexOf(most)];
  return {
    ranks: sums,
    collectives: [...sizes.values()].map(summary).sort((a, b) => b.wait + b.transfer - a.wait - a.transfer),
    ...(most > 0 && straggler !== undefined ? { straggler: straggler.rank } : {}),
    unmatched,
  };
};

/** A rank's collectives of one kind in one group. */
interface Member {
  /** Of the rank. */
  readonly place: number;
  readonly rows: Uint32Array;
}

/** The ranks that should have the same collectives: all, or of a group that is known those that have any. */
const membersOf = (perRank: readonly ReadonlyMap<string, Uint32Array>[], key: string): readonly Member[] => {
  const all = perRank.map((rank, place) => ({ place, rows: rank.get(key) ?? new Uint32Array(0) }));
  const some = all.filter(({ rows }) => rows.length > 0);
  return key.endsWith(NO_GROUP) || some.length < 2 ? all : some;
};

/** Matched collectives of one size. */
interface Size {
  readonly message: Message;
  count: number;
  transfer: number;
  wait: number;
  /** How often a rank came last. */
  readonly last: Map<number, number>;
}

/** Of the i-th of the members' collectives. */
const sizeOf = (
  sizes: Map<string, Size>,
  key: string,
  ranks: readonly RankSelection[],
  members: readonly Member[],
  i: number,
): Size => {
  const messages = members.flatMap(({ place, rows }) => {
    const selection = ranks[place]?.selection;
    return selection === undefined ? [] : [messageOf(selection, rows[i] ?? 0)];
  });
  const [first = { name: '' }] = messages;
  const { bytes, ...unsized } = first;
  const isSame = bytes !== undefined && messages.every((message) => message.bytes === bytes);
  const sizeKey = `${key}\n${isSame ? bytes : ''}`;
  const known = sizes.get(sizeKey);
  if (known !== undefined) return known;
  const size = { message: isSame ? first : unsized, count: 0, transfer: 0, wait: 0, last: new Map() };
  sizes.set(sizeKey, size);
  return size;
};

const durationOf = (selection: Selection | undefined, row: number): number =>
  selection === undefined ? 0 : (selection.end[row] ?? 0) - (selection.start[row] ?? 0);

const NO_GROUP = '\n';
/** These have a rank at one end only. */
const POINT_TO_POINT = /^i?(send|recv)$/i;

/** A rank's collectives in order of time, by kind and group. */
const inOrder = (selection: Selection): ReadonlyMap<string, Uint32Array> => {
  const ids = new Map<string, number>();
  const keys: string[] = [];
  const rows = sortRowsBy(communicationRows(selection), selection.start);
  const collectives = rows.filter((row) => !POINT_TO_POINT.test(messageOf(selection, row).name));
  const groups = groupRows(collectives, (row) => {
    const { name, group } = messageOf(selection, row);
    const key = `${name}\n${group ?? ''}`;
    const id = ids.get(key) ?? keys.push(key) - 1;
    ids.set(key, id);
    return id;
  });
  return new Map([...groups].map(([id, own]) => [keys[id] ?? '', own]));
};

const summary = ({ message, count, transfer, wait, last }: Size): MatchedCollective => {
  const [latest] = [...last].sort(([a, often], [b, oftener]) => oftener - often || a - b);
  return {
    ...message,
    count,
    transfer,
    wait,
    ...(latest === undefined ? {} : { straggler: latest[0] }),
    ...bandwidths(message.name, message.bytes, message.groupSize, transfer / count),
  };
};
