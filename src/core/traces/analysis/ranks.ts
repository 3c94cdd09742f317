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
  /** The rank that the others wait for most: the one that itself waits least. Absent where nobody waits. */
  readonly straggler?: number;
  /** Collectives that not every rank has, by order; they are in none of the sums. */
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
 * rank's duration is waiting. Only durations are compared, so clocks need not agree.
 * Undefined for fewer than two ranks, or where none communicates.
 */
export const compareRanks = (ranks: readonly RankSelection[]): RanksReport | undefined => {
  const perRank = ranks.map(({ selection }) => inOrder(selection));
  const keys = new Set(perRank.flatMap((rank) => [...rank.keys()]));
  if (ranks.length < 2 || keys.size === 0) return undefined;
  const sums = ranks.map(({ rank }) => ({ rank, transfer: 0, wait: 0, last: 0 }));
  const collectives: MatchedCollective[] = [];
  let unmatched = 0;
  for (const key of keys) {
    const rows = perRank.map((rank) => rank.get(key) ?? new Uint32Array(0));
    const matched = rows.reduce((fewest, own) => Math.min(fewest, own.length), Infinity);
    unmatched += rows.reduce((most, own) => Math.max(most, own.length), 0) - matched;
    const before = sums.map((sum) => ({ ...sum }));
    for (let i = 0; i < matched; i++) {
      const durations = rows.map((own, r) => durationOf(ranks[r]?.selection, own[i] ?? 0));
      const transfer = Math.min(...durations);
      const last = durations.indexOf(transfer);
      sums.forEach((sum, r) => {
        sum.transfer += inSeconds(transfer);
        sum.wait += inSeconds((durations[r] ?? 0) - transfer);
        // Where all take as long as each other nobody waited, and nobody was last.
        if (r === last && durations.some((duration) => duration > transfer)) sum.last++;
      });
    }
    const first = ranks[0];
    if (matched > 0 && first !== undefined)
      collectives.push(summary(messageOf(first.selection, rows[0]?.[0] ?? 0), matched, before, sums));
  }
  const least = sums.reduce((low, sum) => (sum.wait < low.wait ? sum : low), sums[0] ?? NOBODY);
  return {
    ranks: sums,
    collectives: collectives.sort((a, b) => b.wait + b.transfer - a.wait - a.transfer),
    ...(sums.some(({ wait }) => wait > 0) ? { straggler: least.rank } : {}),
    unmatched,
  };
};

const NOBODY: RankCommunication = { rank: -1, transfer: 0, wait: 0, last: 0 };

const durationOf = (selection: Selection | undefined, row: number): number =>
  selection === undefined ? 0 : (selection.end[row] ?? 0) - (selection.start[row] ?? 0);

/** A rank's communication kernels in order of time, by kind, group and size. */
const inOrder = (selection: Selection): ReadonlyMap<string, Uint32Array> => {
  const ids = new Map<string, number>();
  const keys: string[] = [];
  const rows = sortRowsBy(communicationRows(selection), selection.start);
  const groups = groupRows(rows, (row) => {
    const { name, group, bytes } = messageOf(selection, row);
    const key = `${name}\n${group ?? ''}\n${bytes ?? ''}`;
    const id = ids.get(key) ?? keys.push(key) - 1;
    ids.set(key, id);
    return id;
  });
  return new Map([...groups].map(([id, own]) => [keys[id] ?? '', own]));
};

const summary = (
  message: Message,
  count: number,
  before: readonly RankCommunication[],
  after: readonly RankCommunication[],
): MatchedCollective => {
  const change = after.map((sum, r) => {
    const { transfer, wait, last } = before[r] ?? NOBODY;
    return {
      rank: sum.rank,
      transfer: sum.transfer - transfer,
      wait: sum.wait - wait,
      last: sum.last - last,
    };
  });
  const transfer = change[0]?.transfer ?? 0;
  const latest = change.reduce((most, rank) => (rank.last > most.last ? rank : most), change[0] ?? NOBODY);
  return {
    ...message,
    count,
    transfer,
    wait: change.reduce((sum, { wait }) => sum + wait, 0),
    ...(latest.last > 0 ? { straggler: latest.rank } : {}),
    ...bandwidths(message.name, message.bytes, message.groupSize, transfer / count),
  };
};
