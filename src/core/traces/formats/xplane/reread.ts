import { PbfReader } from 'pbf';
import type { SliceArgumentName } from '../../columns';
import { joined } from '../../scan/joined';
import type { EventReader, WrittenField } from '../../written/event';
import {
  type Plane,
  readLine,
  readPlanes,
  readWrittenEvent,
  readWrittenStat,
  type WrittenStat,
} from './messages';

/** One event with its statistics and those of all events of its name. Rows number the events plane by plane and line by line. */
export class XPlaneEvent implements EventReader {
  readonly #chunks: Uint8Array[] = [];

  constructor(private readonly row: number) {}

  feed(chunk: Uint8Array): boolean {
    this.#chunks.push(chunk);
    return false;
  }

  end(): readonly WrittenField[] | undefined {
    const pbf = new PbfReader(joined(this.#chunks));
    let row = 0;
    for (const plane of readPlanes(pbf)) {
      for (const position of plane.lines) {
        const { events } = readLine(pbf, plane, position);
        const event = events[this.row - row];
        if (event !== undefined) {
          pbf.pos = event;
          return fieldsOf(plane, pbf);
        }
        row += events.length;
      }
    }
    return undefined;
  }
}

const fieldsOf = (plane: Plane, pbf: PbfReader): readonly WrittenField[] => {
  const { metadata, stats } = readWrittenEvent(pbf);
  const { name = '', displayName = '', stats: shared = [] } = plane.events.get(metadata) ?? {};
  const ofName = shared.map((position) => {
    pbf.pos = position;
    return readWrittenStat(pbf);
  });
  return [
    ...[...stats, ...ofName].flatMap((stat) => fieldOf(plane, stat)),
    ...(displayName === '' || displayName === name
      ? []
      : [{ part: 'event', key: 'name', value: { kind: 'text', text: name } } as const]),
  ];
};

/** Statistics that columns keep. */
const COLUMNS: Readonly<Record<string, SliceArgumentName>> = {
  correlation_id: 'correlation',
  step_num: 'step',
  hlo_op: 'operation',
};

const fieldOf = ({ stats }: Plane, { metadata, value, reference }: WrittenStat): readonly WrittenField[] => {
  const key = stats.get(metadata) ?? `statistic ${metadata}`;
  const written =
    reference === undefined
      ? value
      : { kind: 'text' as const, text: stats.get(reference) ?? String(reference) };
  if (written === undefined) return [];
  return [
    {
      part: 'arguments',
      key,
      value: written,
      ...(Object.hasOwn(COLUMNS, key) ? { column: COLUMNS[key] } : {}),
    },
  ];
};
