import { Problem } from '../../problem';
import { stretchOf } from '../columns/event-places';
import type { Trace } from '../columns';
import { EventSearch, type KnownEvent } from '../formats/chrome/event-search';
import type { Cancellation } from '../formats/format';
import { StackFrameReader } from '../formats/chrome/stack-frames';
import { TRACE_FORMATS } from '../formats/registry';
import { joined } from '../scan/joined';
import type { EventReader, WantedRow, WrittenField } from './event';
import type { StackFrames } from './stacks';
import type { StretchCache } from './stretch-cache';
import { type Reopen, textFrom } from './text-from';

export interface RereadOptions {
  readonly reopen: Reopen;
  readonly cache: StretchCache;
  readonly signal: Cancellation;
  /** Hears how much is done, 0 … 1. */
  readonly onProgress: (fraction: number) => void;
}

const HEAD = 1 << 16;
const NOT_FOUND = 'the event was not found again in the file; open the trace anew';

/**
 * What a trace's file says of one event, read from it again; undefined for a format that has no more than is kept.
 * @throws Problem where the file cannot be read again or the event is not there, Cancelled when the signal says so
 */
export const rereadEvent = async (
  trace: Trace,
  wanted: WantedRow,
  options: RereadOptions,
): Promise<readonly WrittenField[] | undefined> =>
  trace.places === undefined ? rereadWhole(trace, wanted, options) : rereadPlaced(trace, wanted, options);

const rereadPlaced = async (
  trace: Trace,
  wanted: WantedRow,
  { reopen, cache, signal, onProgress }: RereadOptions,
): Promise<readonly WrittenField[]> => {
  const { table, row, endRow = row } = wanted;
  const stretch =
    trace.places === undefined ? undefined : stretchOf(trace.places, table, Math.min(row, endRow));
  if (stretch === undefined) throw new Problem(NOT_FOUND);
  const search = new EventSearch(wanted, knownOf(trace, wanted), stretch);
  const isTranscoded = trace.repairs.has('text encoding');
  const { bytes } = trace;
  const onPosition = (position: number): void =>
    onProgress(Math.min(1, position / (search.seeksEnd ? bytes : (stretch.to ?? bytes))));
  const text = cache.text(stretch, (from) => textFrom(reopen, from, { isTranscoded, signal, onPosition }));
  for await (const chunk of text) if (search.feed(chunk)) break;
  const fields = search.end();
  if (fields === undefined) throw new Problem(NOT_FOUND);
  return fields;
};

const knownOf = (trace: Trace, { table, row }: WantedRow): KnownEvent => {
  const { strings, tracks } = trace;
  const { pid = '', tid = '' } = tracks[trace[table].track[row] ?? -1] ?? {};
  const name = table === 'memory' ? '[memory]' : strings.text(trace[table].name[row] ?? 0);
  const time = (table === 'slices' ? trace.slices.start : trace[table].time)[row] ?? NaN;
  return { time, origin: trace.originNanoseconds, name, pid, tid };
};

/**
 * The frames that a trace's events name by their ids, read from its file again; undefined where it has none.
 * @throws Problem where the file cannot be read again, Cancelled when the signal says so
 */
export const rereadStackFrames = async (
  trace: Trace,
  { reopen, signal, onProgress }: Omit<RereadOptions, 'cache'>,
): Promise<StackFrames | undefined> => {
  const from = trace.places?.stackFrames;
  if (from === undefined) return undefined;
  const isTranscoded = trace.repairs.has('text encoding');
  const onPosition = (position: number): void => onProgress(Math.min(1, position / trace.bytes));
  const frames = new StackFrameReader();
  for await (const chunk of textFrom(reopen, from, { isTranscoded, signal, onPosition }))
    if (frames.feed(chunk)) break;
  return frames.end();
};

/** Formats whose events are found only by reading the file from its beginning. */
const rereadWhole = async (
  trace: Trace,
  { table, row }: WantedRow,
  { reopen, signal, onProgress }: RereadOptions,
): Promise<readonly WrittenField[] | undefined> => {
  // A database is asked for its rows, and other tables are not of events.
  if (table !== 'slices' || trace.format === 'nsight') return undefined;
  const onPosition = (position: number): void => onProgress(Math.min(1, position / trace.bytes));
  const text = textFrom(reopen, 0, { isTranscoded: trace.repairs.has('text encoding'), signal, onPosition });
  const head: Uint8Array[] = [];
  let length = 0;
  let reader: EventReader | undefined;
  for await (const chunk of text) {
    if (reader !== undefined) {
      if (reader.feed(chunk)) break;
      continue;
    }
    head.push(chunk);
    length += chunk.length;
    if (length < HEAD) continue;
    reader = readerFor(head, row);
    if (reader?.feed(joined(head)) !== false) break;
  }
  if (reader === undefined) {
    reader = readerFor(head, row);
    reader?.feed(joined(head));
  }
  if (reader === undefined) return undefined;
  const fields = reader.end();
  if (fields === undefined) throw new Problem(NOT_FOUND);
  return fields;
};

const readerFor = (head: readonly Uint8Array[], row: number): EventReader | undefined => {
  const bytes = joined(head);
  return TRACE_FORMATS.find(({ sniff }) => sniff(bytes))?.reread?.(row);
};
