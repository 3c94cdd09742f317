import { filterRows, rowsUpTo, sortRowsBy } from '../analysis/rows';
import type { Trace } from '../columns';
import type { ExtraLane, ExtraTrack } from './extras';
import { DEEPEST } from './lanes';
import { inStretches, type Work } from './work';

type Role = 'begin' | 'end' | 'point';

/** Nestable events, and the older ones before them (Chrome's Trace Event Format, "Async Events"). */
const ROLES: ReadonlyMap<number, Role> = new Map(
  Object.entries({ b: 'begin', e: 'end', n: 'point', S: 'begin', F: 'end', T: 'point', p: 'point' }).map(
    ([phase, role]) => [phase.charCodeAt(0), role as Role],
  ),
);

interface Span {
  /** Of the flow that begins it. */
  readonly row: number;
  readonly start: number;
  /** Of the flow that ends it. */
  endRow: number;
  end: number;
  /** Levels below the outermost of its bundle. */
  readonly depth: number;
}

/** A span with no other around it, and what is inside it. */
interface Bundle {
  readonly spans: Span[];
  height: number;
}

/**
 * Spans that begin on one thread and may end on another: events of one process, category and id, each end closing what
 * began last. A track for each process and category; what overlaps there has lanes of its own, and what is inside a
 * span stands below it.
 * @param end nanoseconds: what nobody ends reaches so far
 */
export function* asyncTracks(trace: Trace, end: number): Work<readonly ExtraTrack[]> {
  const { flows, strings, tracks } = trace;
  const groups = new Map<string, { readonly first: number; readonly bundles: Bundle[] }>();
  const groupOf = (row: number, pid: string): Bundle[] => {
    const category = flows.category[row] ?? 0;
    const key = `${pid} ${category === 0 ? `name ${flows.name[row]}` : category}`;
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { first: row, bundles: [] }));
    return group.bundles;
  };
  const open = new Map<string, { readonly bundle: Bundle; readonly spans: Span[] }>();
  let last = end;
  const rows = asyncRows(trace);
  const pair = (row: number): void => {
    const time = flows.time[row] ?? 0;
    const role = ROLES.get(flows.phase[row] ?? 0);
    const pid = tracks[flows.track[row] ?? 0]?.pid ?? '';
    const key = `${pid} ${flows.category[row]} ${flows.id[row]}`;
    let of = open.get(key);
    if (time > last) last = time;
    if (role === 'end') {
      const span = of?.spans.pop();
      if (span !== undefined) {
        span.end = time;
        span.endRow = row;
      }
      if (of?.spans.length === 0) open.delete(key);
      return;
    }
    if (of === undefined) {
      of = { bundle: { spans: [], height: 0 }, spans: [] };
      groupOf(row, pid).push(of.bundle);
    }
    const depth = of.spans.length;
    const span = { row, endRow: -1, start: time, end: role === 'point' ? time : Infinity, depth };
    of.bundle.spans.push(span);
    of.bundle.height = Math.max(of.bundle.height, depth + 1);
    if (role === 'point') return;
    of.spans.push(span);
    open.set(key, of);
  };
  yield* inStretches(rows.length, (from, to) => {
    for (const row of rows.subarray(from, to)) pair(row);
  });
  for (const { spans } of open.values()) for (const span of spans) span.end = last;
  return [...groups.values()].map(({ first, bundles }) => {
    const name = flows.category[first] === 0 ? flows.name[first] : flows.category[first];
    return {
      kind: 'async',
      table: 'flows',
      track: flows.track[first] ?? 0,
      title: strings.text(name ?? 0) || 'asynchronous',
      ...layBundles(trace, bundles),
    };
  });
}

/** Rows of the flows that are asynchronous events, by time. */
const asyncRows = ({ flows }: Trace): Uint32Array => {
  const rows = filterRows(rowsUpTo(flows.length), (row) => ROLES.has(flows.phase[row] ?? 0));
  return sortRowsBy(rows, flows.time);
};

/** Each bundle goes to the uppermost lanes that are free; bundles are in order of their starts. */
const layBundles = (
  { flows }: Trace,
  bundles: readonly Bundle[],
): { readonly lanes: readonly ExtraLane[]; readonly tooDeep: number } => {
  const lanes: Span[][] = [];
  const ends: number[] = [];
  let tooDeep = 0;
  for (const { spans, height } of bundles) {
    const start = spans[0]?.start ?? 0;
    let base = 0;
    for (let lane = 0; lane < base + height && lane < ends.length; lane++)
      if ((ends[lane] ?? 0) > start) base = lane + 1;
    if (base + height > DEEPEST) {
      tooDeep += spans.length;
      continue;
    }
    for (const span of spans) {
      const lane = base + span.depth;
      (lanes[lane] ??= []).push(span);
      ends[lane] = Math.max(ends[lane] ?? 0, span.end);
    }
  }
  return {
    lanes: lanes.map((spans) => ({
      start: Float64Array.from(spans, ({ start }) => start),
      duration: Float64Array.from(spans, ({ start, end }) => end - start),
      name: Uint32Array.from(spans, ({ row }) => flows.name[row] ?? 0),
      category: Uint32Array.from(spans, ({ row }) => flows.category[row] ?? 0),
      row: Uint32Array.from(spans, ({ row }) => row),
      endRow: Int32Array.from(spans, ({ endRow }) => endRow),
    })),
    tooDeep,
  };
};
