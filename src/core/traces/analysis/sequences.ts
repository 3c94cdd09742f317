import type { Analysis } from './analysis';
import { hostOrder } from './host-order';
import { deviceInOrder } from './intervals';
import { launchersOf } from './launchers';
import { inSeconds } from './selection';
import type { Selection } from './selection';
import { SequenceIndex } from './sequence-index';

/** The same kernels in the same order, from calls of one operator: a candidate for fusion. */
export interface SequenceReport {
  readonly operator: string;
  readonly kernels: readonly string[];
  readonly count: number;
  /** Of all these kernels together. */
  readonly deviceSeconds: number;
  /** Of the operator's calls together, on the host. */
  readonly hostSeconds: number;
}

export interface SequenceOptions {
  /** Part of the operator's name; any operator without it. */
  readonly operator?: string;
  readonly fewestKernels?: number;
}

const FEWEST_KERNELS = 3;

/**
 * Frequent kernel sequences (HTA, hta/analyzers/cuda_kernel_analysis.py:24-131): of the host events whose name contains
 * `operator`, those at the smallest depth where there is one; the kernels that each and what it called launched, in
 * order of time. The most frequent first, then by name.
 */
export const sequencesOf = (
  selection: Selection,
  { operator = '', fewestKernels = FEWEST_KERNELS }: SequenceOptions,
): readonly SequenceReport[] => {
  const { name } = selection.trace.slices;
  const { strings } = selection.trace;
  const { start, end } = selection;
  const nesting = nest(selection);
  const { roots, rows, ends } = kernelsUnder(selection, nesting, rootsOf(selection, nesting, operator));
  const sequences: Sequence[] = [];
  const index = new SequenceIndex(name, rows);
  for (let group = 0; group < roots.length; group++) {
    const from = group === 0 ? 0 : (ends[group - 1] ?? 0);
    const to = ends[group] ?? 0;
    if (to - from < fewestKernels) continue;
    const root = roots[group] ?? 0;
    const place = index.place(root, from, to);
    let sequence = sequences[place];
    if (sequence === undefined) sequences.push((sequence = { root, from, to, count: 0, device: 0, host: 0 }));
    sequence.count++;
    sequence.host += (end[root] ?? 0) - (start[root] ?? 0);
    for (let i = from; i < to; i++) {
      const kernel = rows[i] ?? 0;
      sequence.device += (end[kernel] ?? 0) - (start[kernel] ?? 0);
    }
  }
  return sequences
    .map(({ root, from, to, count, device, host }) => ({
      operator: strings.text(name[root] ?? 0),
      kernels: Array.from(rows.subarray(from, to), (kernel) => strings.text(name[kernel] ?? 0)),
      count,
      deviceSeconds: inSeconds(device),
      hostSeconds: inSeconds(host),
    }))
    .map((report) => ({ report, pattern: [report.operator, ...report.kernels].join('|') }))
    .sort((a, b) => b.report.count - a.report.count || (a.pattern < b.pattern ? -1 : 1))
    .map(({ report }) => report);
};

interface Sequence {
  /** Of the first of its calls, and the places of what that launched. */
  readonly root: number;
  readonly from: number;
  readonly to: number;
  count: number;
  /** Nanoseconds. */
  device: number;
  host: number;
}

interface Nesting {
  /** Host rows, thread by thread, parents before children. */
  readonly rows: Uint32Array;
  /** Indexed by row. */
  readonly depth: Uint32Array;
  readonly isParent: Uint8Array;
}

/** All host events of each thread nested by time, whatever they are. */
const nest = (selection: Selection): Nesting => {
  const { track, length } = selection.trace.slices;
  const { start, end } = selection;
  const rows = hostOrder(selection);
  const depth = new Uint32Array(length);
  const isParent = new Uint8Array(length);
  const open = new Uint32Array(rows.length);
  let opened = 0;
  let thread = -1;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    const from = start[row] ?? 0;
    if (track[row] !== thread) {
      thread = track[row] ?? 0;
      opened = 0;
    }
    while (opened > 0 && !((end[open[opened - 1] ?? 0] ?? 0) > from)) opened--;
    if (opened > 0) isParent[open[opened - 1] ?? 0] = 1;
    depth[row] = opened;
    open[opened++] = row;
  }
  return { rows, depth, isParent };
};

/** By row the host row whose sequence it belongs to, plus one; 0 is none. */
const rootsOf = (selection: Selection, { rows, depth }: Nesting, operator: string): Uint32Array => {
  const { name } = selection.trace.slices;
  const isWanted = wantedNames(selection, operator);
  let smallest = Infinity;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    const of = depth[row] ?? 0;
    if (of < smallest && isWanted(name[row] ?? 0)) smallest = of;
  }
  const roots = new Uint32Array(depth.length);
  let root = 0;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    const of = depth[row] ?? 0;
    if (of === smallest) root = isWanted(name[row] ?? 0) ? row + 1 : 0;
    else if (of < smallest) root = 0;
    roots[row] = root;
  }
  return roots;
};

const [NOT_LOOKED_AT, IS_WANTED, IS_OTHER] = [0, 1, 2];

const wantedNames = ({ trace: { strings } }: Selection, operator: string): ((name: number) => boolean) => {
  if (operator === '') return () => true;
  const known = new Uint8Array(strings.size);
  return (name) => {
    if (known[name] === NOT_LOOKED_AT)
      known[name] = strings.text(name).includes(operator) ? IS_WANTED : IS_OTHER;
    return known[name] === IS_WANTED;
  };
};

/** Device events launched by leaves, one root after the other, and of each root by start. */
interface Launched {
  /** Host rows, in order of their first kernels. */
  readonly roots: readonly number[];
  readonly rows: Uint32Array;
  /** Where each root's rows end in `rows`. */
  readonly ends: Uint32Array;
}

const kernelsUnder = (selection: Selection, { isParent }: Nesting, rootOf: Uint32Array): Launched => {
  const launchers = launchersOf(selection);
  const all = deviceInOrder(selection);
  /** A root's place in `roots`, plus one. */
  const placeOf = new Uint32Array(rootOf.length);
  const roots: number[] = [];
  const counts: number[] = [];
  /** The place of each device event's root, plus one. */
  const places = new Uint32Array(all.length);
  for (let i = 0; i < all.length; i++) {
    const launcher = launchers[all[i] ?? 0] ?? -1;
    if (launcher < 0 || isParent[launcher] === 1) continue;
    const root = rootOf[launcher] ?? 0;
    if (root === 0) continue;
    if (placeOf[root - 1] === 0) {
      placeOf[root - 1] = roots.push(root - 1);
      counts.push(0);
    }
    const place = placeOf[root - 1] ?? 0;
    places[i] = place;
    counts[place - 1] = (counts[place - 1] ?? 0) + 1;
  }
  const ends = new Uint32Array(roots.length);
  let length = 0;
  for (let place = 0; place < ends.length; place++) {
    ends[place] = length;
    length += counts[place] ?? 0;
  }
  const rows = new Uint32Array(length);
  for (let i = 0; i < all.length; i++) {
    const place = (places[i] ?? 0) - 1;
    if (place < 0) continue;
    const end = ends[place] ?? 0;
    rows[end] = all[i] ?? 0;
    ends[place] = end + 1;
  }
  return { roots, rows, ends };
};

/** From the outermost operators and annotations with at least three kernels. */
const run = (selection: Selection): readonly SequenceReport[] | undefined => {
  const sequences = sequencesOf(selection, {});
  return sequences.length === 0 ? undefined : sequences;
};

export const sequences: Analysis<'sequences', readonly SequenceReport[]> = { id: 'sequences', run };
