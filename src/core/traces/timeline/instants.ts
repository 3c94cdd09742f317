import { groupRows, mapRows, rowsUpTo, sortRowsBy } from '../analysis/rows';
import type { Trace } from '../columns';
import type { ExtraTrack } from './extras';

/** The instants of each track, in a lane of their own below it. */
export const instantTracks = ({ instants }: Trace): readonly ExtraTrack[] => {
  const order = sortRowsBy(rowsUpTo(instants.length), instants.time);
  return [...groupRows(order, (row) => instants.track[row] ?? 0)].map(([track, rows]) => ({
    kind: 'instants',
    track,
    title: 'instants',
    table: 'instants',
    lanes: [
      {
        start: mapRows(rows, (row) => instants.time[row] ?? 0),
        duration: new Float64Array(rows.length),
        name: Uint32Array.from(rows, (row) => instants.name[row] ?? 0),
        category: Uint32Array.from(rows, (row) => instants.category[row] ?? 0),
        row: rows,
      },
    ],
    tooDeep: 0,
  }));
};
