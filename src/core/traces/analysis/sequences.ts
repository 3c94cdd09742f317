import type { Analysis } from './analysis';
import { hostOrder } from './host-order';
import { deviceInOrder } from './intervals';
import { launchersOf } from './launchers';
import { filterRows, groupRows } from './rows';
import { inSeconds } from './selection';
import type { Selection } from './selection';

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
  const nesting = nest(selection);
  const matches = new Map<number, boolean>();
  const isCandidate = (row: number): boolean => {
    const id = name[row] ?? 0;
    let known = matches.get(id);
    if (known === undefined) matches.set(id, (known = strings.text(id).includes(operator)));
    return known;
  };
  const candidates = filterRows(nesting.rows, isCandidate);
  const smallest = candidates.reduce((depth, row) => Math.min(depth, nesting.depth[row] ?? 0), Infinity);
  const roots = filterRows(candidates, (row) => nesting.depth[row] === smallest);
  const sequences = new Map<
    string,
    { first: number; count: number; device: number; host: number; kernels: Uint32Array }
  >();
  kernelsUnder(selection, nesting, roots).forEach((kernels, root) => {
    if (kernels.length < fewestKernels) return;
    const key = `${name[root] ?? 0}|${kernels.map((kernel) => name[kernel] ?? 0).join('|')}`;
    const known = sequences.get(key) ?? { first: root, count: 0, device: 0, host: 0, kernels };
    sequences.set(key, known);
    known.count++;
    known.host += (selection.end[root] ?? 0) - (selection.start[root] ?? 0);
    for (const kernel of kernels)
      known.device += (selection.end[kernel] ?? 0) - (selection.start[kernel] ?? 0);
  });
  return [...sequences.values()]
    .map(({ first, count, device, host, kernels }) => ({
      operator: strings.text(name[first] ?? 0),
      kernels: Array.from(kernels, (kernel) => strings.text(name[kernel] ?? 0)),
      count,
      deviceSeconds: inSeconds(device),
      hostSeconds: inSeconds(host),
    }))
    .map((report) => ({ report, pattern: [report.operator, ...report.kernels].join('|') }))
    .sort((a, b) => b.report.count - a.report.count || (a.pattern < b.pattern ? -1 : 1))
    .map(({ report }) => report);
};

interface Nesting {
  /** Host rows, thread by thread, parents before children. */
  readonly rows: Uint32Array;
  /** Indexed by row; -1 for a root. */
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  readonly isLeaf: Uint8Array;
}

/** All host events of each thread nested by time, whatever they are. */
const nest = (selection: Selection): Nesting => {
  const { track, length } = selection.trace.slices;
  const { start, end } = selection;
  const rows = hostOrder(selection);
  const parent = new Int32Array(length).fill(-1);
  const depth = new Int32Array(length);
  const isLeaf = new Uint8Array(length).fill(1);
  const stack: number[] = [];
  for (const row of rows) {
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      if (track[top] === track[row] && (end[top] ?? 0) > (start[row] ?? 0)) break;
      stack.pop();
    }
    const top = stack.at(-1);
    if (top !== undefined) {
      parent[row] = top;
      depth[row] = (depth[top] ?? 0) + 1;
      isLeaf[top] = 0;
    }
    stack.push(row);
  }
  return { rows, parent, depth, isLeaf };
};

/** Device events launched by leaves under each root, by start. */
const kernelsUnder = (
  selection: Selection,
  { rows, parent, isLeaf }: Nesting,
  roots: Uint32Array,
): ReadonlyMap<number, Uint32Array> => {
  const launchers = launchersOf(selection);
  const rootOf = new Int32Array(parent.length).fill(-1);
  for (const root of roots) rootOf[root] = root;
  for (const row of rows) if (rootOf[row] === -1) rootOf[row] = rootOf[parent[row] ?? -1] ?? -1;
  const launched = filterRows(deviceInOrder(selection), (row) => {
    const launcher = launchers[row] ?? -1;
    return launcher >= 0 && isLeaf[launcher] === 1;
  });
  const groups = groupRows(launched, (row) => rootOf[launchers[row] ?? -1] ?? -1);
  groups.delete(-1);
  return groups;
};

/** From the outermost operators and annotations with at least three kernels. */
const run = (selection: Selection): readonly SequenceReport[] | undefined => {
  const sequences = sequencesOf(selection, {});
  return sequences.length === 0 ? undefined : sequences;
};

export const sequences: Analysis<'sequences', readonly SequenceReport[]> = { id: 'sequences', run };
