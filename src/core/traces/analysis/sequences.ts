import { withLoops } from '../loops/loops';
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
  const { roots, rows, ends } = kernelsUnder(selection, operator);
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

/** Device events launched by leaves, one root after the other, and of each root by start. */
interface Launched {
  /** Host rows, in order of their first kernels. */
  readonly roots: Uint32Array;
  readonly rows: Uint32Array;
  /** Where each root's rows end in `rows`. */
  readonly ends: Uint32Array;
}

const kernelsUnder = (selection: Selection, operator: string): Launched => {
  const host = hostOrder(selection);
  const device = deviceInOrder(selection);
  const launchers = launchersOf(selection);
  return withLoops(selection, (loops) => {
    const { calls } = loops;
    loops.useTimes();
    calls.findRoots(loops.put(host), host.length, loops.put(wantedNames(selection, operator)));
    calls.gatherUnder(loops.put(device), device.length, loops.put(launchers));
    const ends = loops.rows(calls.rootEnds.value, calls.rootCount.value).slice();
    return {
      roots: loops.rows(calls.roots.value, ends.length).slice(),
      rows: loops.rows(calls.rootRows.value, ends.at(-1) ?? 0).slice(),
      ends,
    };
  });
};

/** A byte for each name: whether it contains a text. */
const wantedNames = ({ trace: { strings } }: Selection, text: string): Uint8Array => {
  const wanted = new Uint8Array(strings.size);
  if (text === '') return wanted.fill(1);
  for (let id = 0; id < wanted.length; id++) if (strings.text(id).includes(text)) wanted[id] = 1;
  return wanted;
};

/** From the outermost operators and annotations with at least three kernels. */
const run = (selection: Selection): readonly SequenceReport[] | undefined => {
  const sequences = sequencesOf(selection, {});
  return sequences.length === 0 ? undefined : sequences;
};

export const sequences: Analysis<'sequences', readonly SequenceReport[]> = { id: 'sequences', run };
