import { groupRows, groupRowsBy, mapRows, rowsUpTo, sortRowsBy } from '../analysis/rows';
import { allocatorsOf } from '../allocators';
import type { Trace } from '../columns';
import type { PlacedTable } from '../columns/event-places';
import type { ExtraTrack } from './extras';

const NOTHING = new Uint32Array(0);

/** A track for each series of each counter of a process, and for the memory of each allocator. */
export const counterTracks = (trace: Trace, end: number): readonly ExtraTrack[] => [
  ...memoryTracks(trace, end),
  ...writtenTracks(trace, end),
];

const writtenTracks = (trace: Trace, end: number): readonly ExtraTrack[] => {
  const { counters, strings, tracks } = trace;
  const order = sortRowsBy(rowsUpTo(counters.length), counters.time);
  const places = new Map<string, number>();
  const place = (row: number): number => {
    const pid = tracks[counters.track[row] ?? 0]?.pid ?? '';
    const key = `${pid} ${counters.name[row]} ${counters.series[row]}`;
    const known = places.get(key) ?? places.size;
    places.set(key, known);
    return known;
  };
  const groups = [...groupRows(order, place).values()];
  const seriesOf = (name: number | undefined): number =>
    groups.filter(([row = 0]) => counters.name[row] === name).length;
  return groups.map((rows) => {
    const [first = 0] = rows;
    const name = strings.text(counters.name[first] ?? 0);
    const series = strings.text(counters.series[first] ?? 0);
    const isOnly = seriesOf(counters.name[first]) === 1 || series === '' || series === name;
    return seriesTrack(
      isOnly ? name || series : `${name}: ${series}`,
      counters.track[first] ?? 0,
      { table: 'counters', rows },
      mapRows(rows, (row) => counters.time[row] ?? 0),
      mapRows(rows, (row) => counters.value[row] ?? 0),
      end,
    );
  });
};

/** What the profiler's memory events say is allocated and reserved after each. */
const memoryTracks = (trace: Trace, end: number): readonly ExtraTrack[] => {
  const { memory } = trace;
  const order = sortRowsBy(rowsUpTo(memory.length), memory.time);
  const { of, names } = allocatorsOf(trace);
  return [...groupRowsBy(order, of)].flatMap(([allocator, rows]) => {
    const [first = 0] = rows;
    return (['allocated', 'reserved'] as const).flatMap((what): readonly ExtraTrack[] => {
      const column = what === 'allocated' ? memory.totalAllocated : memory.totalReserved;
      const known = rows.filter((row) => !Number.isNaN(column[row] ?? NaN));
      // An allocator that reserves nothing writes zeros.
      if (!known.some((row) => column[row] !== 0)) return [];
      const track = seriesTrack(
        `${names[allocator] ?? ''} memory ${what}`,
        trackFor(trace, first),
        { table: 'memory', rows: known },
        mapRows(known, (row) => memory.time[row] ?? 0),
        mapRows(known, (row) => column[row] ?? 0),
        end,
      );
      return [{ ...track, unit: 'B' }];
    });
  });
};

/** Kineto numbers a device's process as the device; else the thread that allocated. */
const trackFor = ({ memory, tracks }: Trace, row: number): number => {
  const device = memory.deviceType[row] === 0 ? undefined : String(memory.deviceId[row]);
  const found = tracks.findIndex(({ pid }) => pid === device);
  return found < 0 ? (memory.track[row] ?? 0) : found;
};

const seriesTrack = (
  title: string,
  track: number,
  { table, rows }: { readonly table: PlacedTable; readonly rows: Uint32Array },
  start: Float64Array,
  value: Float64Array,
  end: number,
): ExtraTrack => {
  const duration = start.map((time, at) => Math.max(0, (start[at + 1] ?? end) - time));
  return {
    kind: 'counter',
    track,
    title,
    table,
    tooDeep: 0,
    lanes: [{ start, duration, name: NOTHING, category: NOTHING, value, row: rows }],
  };
};
