import type { Slices } from '../columns';
import type { Analysis } from './analysis';
import { busFactor, communicationRows, messageOf } from './messages';
import type { Message } from './messages';
import { rowsUpTo } from './rows';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** Collectives of one kind, group size and message size. Seconds and bytes; a duration includes waiting for other ranks. */
export interface CollectiveReport extends Message {
  readonly count: number;
  /** Absent where the trace has no times, as are the two after it. */
  readonly seconds?: number;
  readonly shortest?: number;
  readonly longest?: number;
  /** Bytes per second: of the shortest, which waited least, so that it is the network's and not a late rank's. */
  readonly algorithmBandwidth?: number;
  readonly busBandwidth?: number;
}

/**
 * Collectives of this rank by kind and size, the most time first; without times, what moves the most bytes first. Waiting
 * and transfer are told apart by `compareRanks`.
 */
const run = (selection: Selection): readonly CollectiveReport[] | undefined => {
  const groups = new Map<
    string,
    { message: Message; count: number; sum: number; low: number; high: number }
  >();
  const { slices, metadata } = selection.trace;
  const isTimed = metadata.untimed === undefined;
  for (const row of isTimed ? communicationRows(selection) : namedRows(slices)) {
    const message = messageOf(selection, row);
    const duration = (selection.end[row] ?? 0) - (selection.start[row] ?? 0);
    const key = `${message.name}\n${message.groupSize ?? ''}\n${message.bytes ?? ''}`;
    const group = groups.get(key) ?? { message, count: 0, sum: 0, low: Infinity, high: -Infinity };
    groups.set(key, group);
    group.count++;
    group.sum += duration;
    group.low = Math.min(group.low, duration);
    group.high = Math.max(group.high, duration);
  }
  if (groups.size === 0) return undefined;
  return [...groups.values()]
    .map(({ message: { name, groupSize, bytes }, count, sum, low, high }) => ({
      name,
      ...(groupSize === undefined ? {} : { groupSize }),
      ...(bytes === undefined ? {} : { bytes }),
      count,
      ...(isTimed
        ? {
            seconds: inSeconds(sum),
            shortest: inSeconds(low),
            longest: inSeconds(high),
            ...bandwidths(name, bytes, groupSize, inSeconds(low)),
          }
        : {}),
    }))
    .sort((a, b) => (isTimed ? (b.seconds ?? 0) - (a.seconds ?? 0) : moved(b) - moved(a)));
};

/** Rows that say which collective they are; without times they need not be device work. */
const namedRows = ({ length, args }: Slices): Uint32Array =>
  rowsUpTo(length).filter((row) => args.collective.has(row));

const moved = ({ count, bytes = 0 }: CollectiveReport): number => count * bytes;

/** Absent where size, ranks or time are not known or zero. */
export const bandwidths = (
  name: string,
  bytes: number | undefined,
  ranks: number | undefined,
  seconds: number,
): Pick<CollectiveReport, 'algorithmBandwidth' | 'busBandwidth'> => {
  if (bytes === undefined || bytes === 0 || !(seconds > 0)) return {};
  const algorithmBandwidth = bytes / seconds;
  if (ranks === undefined || ranks < 2) return { algorithmBandwidth };
  return { algorithmBandwidth, busBandwidth: algorithmBandwidth * busFactor(name, ranks) };
};

export const collectives: Analysis<'collectives', readonly CollectiveReport[]> = { id: 'collectives', run };
