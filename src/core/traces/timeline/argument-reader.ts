import { formatCount } from '../../units/format';
import type { Trace } from '../columns';
import { Cancelled } from '../faults';
import { rereadEvent, rereadStackFrames } from '../written/read';
import { namesFrames, type StackFrames, withStacks } from '../written/stacks';
import { StretchCache } from '../written/stretch-cache';
import type { Rereading } from './answers';
import { allArguments, type ShownArgument } from './arguments';
import { tableRowOf } from './places';
import type { TimelineIndex } from './timeline';

/** All that the file says of an event. */
export interface EventArguments {
  readonly row: number;
  /** Those of `EventDetails` first, in the same order. */
  readonly arguments: readonly ShownArgument[];
  /** A sentence where that is not all. */
  readonly note?: string;
}

/** More than anybody reads; a page is not made for more. */
const MOST = 1000;
const NO_MORE = 'This is all that Wattlens can read of an event in a trace of this format.';

export interface ArgumentReader {
  /** Undefined where it was ended, or the row is none. @throws Problem where the file cannot be read again */
  read(timeline: TimelineIndex, row: number): Promise<EventArguments | undefined>;
  cancel(): void;
}

/** Reads one event at a time; a new one ends the one before. */
export const createArgumentReader = (trace: Trace, { reopen, report }: Rereading): ArgumentReader => {
  const cache = new StretchCache();
  let frames: StackFrames | undefined;
  let running = { aborted: false };
  const cancel = (): void => {
    running.aborted = true;
  };
  return {
    read: async (timeline, row) => {
      cancel();
      const signal = (running = { aborted: false });
      const wanted = tableRowOf(timeline, row);
      if (wanted === undefined) return undefined;
      const slice = wanted.table === 'slices' ? row : undefined;
      try {
        const options = { reopen, cache, signal, onProgress: report };
        const fields = await rereadEvent(trace, wanted, options);
        if (fields !== undefined && namesFrames(fields)) frames ??= await rereadStackFrames(trace, options);
        if (signal.aborted) return undefined;
        const told = fields === undefined || frames === undefined ? fields : withStacks(fields, frames);
        const all = allArguments(trace, slice, told ?? []);
        const note = fields === undefined ? NO_MORE : leftOut(all.length);
        return { row, arguments: all.slice(0, MOST), ...(note === undefined ? {} : { note }) };
      } catch (error) {
        if (error instanceof Cancelled || signal.aborted) return undefined;
        throw error;
      }
    },
    cancel,
  };
};

const leftOut = (count: number): string | undefined =>
  count <= MOST
    ? undefined
    : `The event has ${formatCount(count)} arguments; the first ${formatCount(MOST)} are shown.`;
