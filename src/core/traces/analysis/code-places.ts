import { callPlace, type CodePlace, functionPlace, type FunctionPlace } from '../source-places';
import { once } from './once';
import { operatorStacks } from './operator-stacks';
import type { Selection } from './selection';

/** What the texts of a call tree tell of places, by their ids; each text is looked at once. */
export interface CodePlaces {
  readonly functionAt: (id: number) => FunctionPlace | undefined;
  readonly callAt: (id: number) => CodePlace | undefined;
}

export const codePlaces = once((selection: Selection): CodePlaces => {
  const { strings } = selection.trace;
  const text = operatorStacks(selection)?.text ?? ((id: number): string => strings.text(id));
  return {
    functionAt: remembered((id) => functionPlace(text(id))),
    callAt: remembered((id) => callPlace(text(id))),
  };
});

const remembered = <Place>(find: (id: number) => Place | undefined): ((id: number) => Place | undefined) => {
  const known: (Place | null | undefined)[] = [];
  return (id) => {
    let place = known[id];
    if (place === undefined) known[id] = place = find(id) ?? null;
    return place ?? undefined;
  };
};

/** Unmarks texts that are no places. @param marked a byte for each text */
export const keepPlaces = (
  marked: Uint8Array,
  placeAt: (id: number) => CodePlace | undefined,
): Uint8Array => {
  for (let id = marked.indexOf(1); id >= 0; id = marked.indexOf(1, id + 1))
    if (placeAt(id) === undefined) marked[id] = 0;
  return marked;
};
