import { type Loops, withLoops } from '../loops/loops';
import type { SliceKind } from '../slice-kind';
import { once } from './once';
import type { Selection } from './selection';

/** Slices that are looked at together: what every command needs may not take memory for each event. */
const CHUNK = 1 << 16;

/** Copies the kinds and names of one chunk of slices after the other. */
const eachChunk = (
  { trace: { slices } }: Selection,
  loops: Loops,
  look: (kinds: number, names: number, length: number, from: number) => void,
): void => {
  const [kinds, names] = [loops.room(CHUNK), loops.room(4 * CHUNK)];
  for (let from = 0; from < slices.length; from += CHUNK) {
    const to = Math.min(from + CHUNK, slices.length);
    loops.bytes(kinds, to - from).set(slices.kind.subarray(from, to));
    loops.rows(names, to - from).set(slices.name.subarray(from, to));
    look(kinds, names, to - from, from);
  }
};

/** By TextId the kinds of the slices that are called so, a bit for each. */
const kindsOfNames = once((selection: Selection): Uint16Array =>
  withLoops(selection, (loops) => {
    const { size } = selection.trace.strings;
    const kinds = loops.put(new Uint16Array(size));
    eachChunk(selection, loops, (kindsOf, namesOf, length) =>
      loops.calls.kindsByName(kindsOf, namesOf, length, kinds),
    );
    return loops.halves(kinds, size).slice();
  }),
);

/** All rows of these kinds with a wanted name (a byte for each), in file order; for names that few rows have. */
export const fewRowsNamed = (
  selection: Selection,
  kinds: readonly SliceKind[],
  wanted: Uint8Array,
): readonly number[] =>
  withLoops(selection, (loops) => {
    const rows: number[] = [];
    const [names, places] = [loops.put(wanted), loops.room(4 * CHUNK)];
    eachChunk(selection, loops, (kindsOf, namesOf, length, from) => {
      const count = loops.calls.placesNamed(kindsOf, namesOf, length, bitsOf(kinds), names, places);
      for (const place of loops.rows(places, count)) rows.push(from + place);
    });
    return rows;
  });

const bitsOf = (kinds: readonly number[]): number => kinds.reduce((bits, kind) => bits | (1 << kind), 0);

/** Calls `look` with each name that a slice of these kinds has, once. */
export const eachName = (
  selection: Selection,
  kinds: readonly number[],
  look: (text: string, id: number) => void,
): void => {
  const bits = bitsOf(kinds);
  const known = kindsOfNames(selection);
  for (let id = 0; id < known.length; id++)
    if (((known[id] ?? 0) & bits) !== 0) look(selection.trace.strings.text(id), id);
};

/** A byte for each TextId: 1 for names of slices of these kinds for which `is` holds. Undefined where it holds for none. */
export const namesThat = (
  selection: Selection,
  kinds: readonly number[],
  is: (text: string, id: number) => boolean,
): Uint8Array | undefined => {
  let wanted: Uint8Array | undefined;
  eachName(selection, kinds, (text, id) => {
    if (is(text, id)) (wanted ??= new Uint8Array(selection.trace.strings.size))[id] = 1;
  });
  return wanted;
};

/** A byte for each TextId: 1 for these texts. Undefined where the trace has none of them. */
export const namesAmong = (
  { trace: { strings } }: Selection,
  texts: ReadonlySet<string>,
): Uint8Array | undefined => {
  let wanted: Uint8Array | undefined;
  for (const text of texts) {
    const id = strings.find(text);
    if (id !== undefined) (wanted ??= new Uint8Array(strings.size))[id] = 1;
  }
  return wanted;
};

const kindsIn = (selection: Selection, rows: Uint32Array): Uint32Array =>
  withLoops(selection, (loops) => {
    loops.useNames();
    return loops.rows(loops.calls.countKinds(loops.put(rows), rows.length), KINDS).slice();
  });

const KINDS = 256;
/** A bit for each kind. */
export const ALL_KINDS = 0xffff;

/** How many of the selection's rows are of each kind. */
export const hostKinds = once((selection: Selection): Uint32Array => kindsIn(selection, selection.host));
export const deviceKinds = once((selection: Selection): Uint32Array => kindsIn(selection, selection.device));

/** The rows, in the same order, of these kinds (of any where absent) and with a wanted name (a byte for each; any where absent). */
export const rowsNamed = (
  selection: Selection,
  rows: Uint32Array,
  kinds?: readonly SliceKind[],
  wanted?: Uint8Array,
): Uint32Array =>
  withLoops(selection, (loops) => {
    const { calls } = loops;
    loops.useNames();
    calls.findNamed(
      loops.put(rows),
      rows.length,
      kinds === undefined ? ALL_KINDS : bitsOf(kinds),
      wanted === undefined ? 0 : loops.put(wanted),
    );
    return loops.rows(calls.found.value, calls.foundCount.value).slice();
  });

/** From the first start to the last end of the host's rows of a kind, in nanoseconds; infinite where there are none. */
export const hostSpan = (
  selection: Selection,
  kind: SliceKind,
): { readonly from: number; readonly to: number } =>
  withLoops(selection, (loops) => {
    const { calls } = loops;
    const { host } = selection;
    loops.useTimes();
    calls.findNamed(loops.put(host), host.length, bitsOf([kind]), 0);
    calls.boundFound();
    return { from: calls.foundFrom.value, to: calls.foundTo.value };
  });

/** Summed duration of the device's rows, of these kinds where they are told, in nanoseconds. */
export const deviceDuration = (selection: Selection, kinds?: readonly SliceKind[]): number =>
  withLoops(selection, (loops) => {
    const { device } = selection;
    loops.useTimes();
    return loops.calls.sumDurations(
      loops.keep(device),
      device.length,
      kinds === undefined ? ALL_KINDS : bitsOf(kinds),
    );
  });
