import type { Trace } from '../columns';
import { EVENT_CLASSES, type EventClass } from './event-class';
import type { Extras } from './extras';

/** Colours for names, which stand after those of `EVENT_CLASSES`. */
export const NAME_COLOURS = 9;

/** Whether events of a class are told apart by their names, because nothing else is known of what they are. */
export const isByName = (name: EventClass): boolean => name === 'other' || name === 'async';

/**
 * A function from a row of a timeline to the place of its colour: that of its class in `EVENT_CLASSES`; of classes that
 * are told apart by name `EVENT_CLASSES.length` and more. A name has the same colour in every trace, whatever numbers
 * stand in it, as in Perfetto (ui/src/components/colorizer.ts, getColorForSlice).
 */
export const eventColours = (
  { slices, strings }: Trace,
  extras: Extras,
  classOf: (row: number) => number,
): ((row: number) => number) => {
  const byName = EVENT_CLASSES.map(isByName);
  const known = new Map<number, number>();
  return (row) => {
    const code = classOf(row);
    if (byName[code] !== true) return code;
    const name = (row < slices.length ? slices.name[row] : extras.name[row - slices.length]) ?? 0;
    let colour = known.get(name);
    if (colour === undefined) known.set(name, (colour = colourOfName(strings.text(name))));
    return colour;
  };
};

export const colourOfName = (name: string): number =>
  EVENT_CLASSES.length + (hash(name.replace(/ ?\d+/g, '')) % NAME_COLOURS);

/** 32 bits of FNV-1a (draft-eastlake-fnv), mixed once more so that the remainder depends on all of them. */
const hash = (text: string): number => {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  return (bits ^ (bits >>> 13)) >>> 0;
};
