import type { Trace } from '../columns';
import { withLoops } from '../loops/loops';
import type { SliceKind } from '../slice-kind';
import { once } from './once';
import type { Selection } from './selection';

/** By TextId the kinds of the slices that are called so, a bit for each. */
const kindsOfNames = once((trace: Trace): Uint16Array =>
  withLoops((loops) => {
    const { strings } = trace;
    loops.setRows({ trace, start: NO_TIMES, end: NO_TIMES });
    return loops.halves(loops.calls.kindsByName(strings.size), strings.size).slice();
  }),
);

const NO_TIMES = new Float64Array(0);

const bitsOf = (kinds: readonly number[]): number => kinds.reduce((bits, kind) => bits | (1 << kind), 0);

/** Calls `look` with each name that a slice of these kinds has, once. */
export const eachName = (
  trace: Trace,
  kinds: readonly number[],
  look: (text: string, id: number) => void,
): void => {
  const bits = bitsOf(kinds);
  const known = kindsOfNames(trace);
  for (let id = 0; id < known.length; id++)
    if (((known[id] ?? 0) & bits) !== 0) look(trace.strings.text(id), id);
};

/** A byte for each TextId: 1 for names of slices of these kinds for which `is` holds. Undefined where it holds for none. */
export const namesThat = (
  trace: Trace,
  kinds: readonly number[],
  is: (text: string) => boolean,
): Uint8Array | undefined => {
  let wanted: Uint8Array | undefined;
  eachName(trace, kinds, (text, id) => {
    if (is(text)) (wanted ??= new Uint8Array(trace.strings.size))[id] = 1;
  });
  return wanted;
};

const kindsIn = (selection: Selection, rows: Uint32Array): Uint32Array =>
  withLoops((loops) => {
    loops.setRows(selection);
    return loops.rows(loops.calls.countKinds(loops.put(rows), rows.length), KINDS).slice();
  });

const KINDS = 256;

/** How many of the selection's rows are of each kind. */
export const hostKinds = once((selection: Selection): Uint32Array => kindsIn(selection, selection.host));
export const deviceKinds = once((selection: Selection): Uint32Array => kindsIn(selection, selection.device));

/** The rows, in the same order, of these kinds and with a wanted name (a byte for each; any where absent). */
export const rowsNamed = (
  selection: Selection,
  rows: Uint32Array,
  kinds: readonly SliceKind[],
  wanted?: Uint8Array,
): Uint32Array =>
  withLoops((loops) => {
    const { calls } = loops;
    loops.setRows(selection);
    calls.findNamed(
      loops.put(rows),
      rows.length,
      bitsOf(kinds),
      wanted === undefined ? 0 : loops.put(wanted),
    );
    return loops.rows(calls.found.value, calls.foundCount.value).slice();
  });
