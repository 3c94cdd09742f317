import { RowIndex } from './analysis/row-index';
import { rowsOfKind, threadOrder } from './analysis/thread-order';
import type { Trace } from './columns';
import { isDeviceWork, SliceKind } from './slice-kind';

/** Which slice caused which. Arrays are indexed by slice row; -1 is none. */
export interface Links {
  /** For rows on the host: the innermost operator that encloses it on its thread. */
  readonly parent: Int32Array;
  /** For device work: the runtime call that launched it. */
  readonly launcher: Int32Array;
  /** For device work: the innermost operator that its launch stands in. */
  readonly operator: Int32Array;
}

const isHostOperator = (kind: number): boolean => kind === SliceKind.operator;

/**
 * Ties device work to operators. A kernel's launch is the runtime call with its correlation id (a launched CUDA graph has
 * many kernels with one id); its operator is the innermost one around the launch on that thread. Where no launch is
 * recorded the operator with the kernel's "External id" counts.
 */
export const linkTrace = (trace: Trace): Links => {
  const known = cache.get(trace);
  if (known !== undefined) return known;
  const { slices } = trace;
  const { correlation, externalId } = slices.args;
  const parent = enclosingOperators(trace);
  const launcher = new Int32Array(slices.length).fill(-1);
  const operator = new Int32Array(slices.length).fill(-1);
  const calls = rowsOfKind(slices.kind, (kind) => kind === SliceKind.runtime);
  const launches = indexOf(calls, (row) => correlation.or(row, -1));
  const work = rowsOfKind(slices.kind, isDeviceWork);
  let orphans = 0;
  for (const row of work) {
    const id = correlation.or(row, -1);
    const launch = id > 0 ? launches.get(id) : -1;
    launcher[row] = launch;
    const around = launch < 0 ? -1 : (parent[launch] ?? -1);
    operator[row] = around;
    if (around < 0) orphans++;
  }
  if (orphans > 0) {
    const hosts = rowsOfKind(slices.kind, isHostOperator);
    const operators = indexOf(hosts, (row) => externalId.or(row, -1));
    for (const row of work) {
      const id = externalId.or(row, -1);
      if ((operator[row] ?? -1) < 0 && id > 0) operator[row] = operators.get(id);
    }
  }
  const links = { parent, launcher, operator };
  cache.set(trace, links);
  return links;
};

/** The last row of each id; ids begin at 1. */
const indexOf = (rows: Uint32Array, idOf: (row: number) => number): RowIndex => {
  const index = new RowIndex(rows, idOf);
  for (const row of rows) {
    const id = idOf(row);
    if (id > 0) index.set(id, row);
  }
  return index;
};

const cache = new WeakMap<Trace, Links>();

/**
 * The innermost operator around each host row, per thread by start and, of equal starts, the longer first. Writers round,
 * so a row belongs to the operator it begins in even where it ends a little later.
 */
const enclosingOperators = (trace: Trace): Int32Array => {
  const { start, duration, track, kind, length } = trace.slices;
  const parent = new Int32Array(length).fill(-1);
  const open = new Int32Array(length);
  let depth = 0;
  let thread = -1;
  for (const row of threadOrder(trace)) {
    const of = kind[row] ?? 0;
    const isOperator = isHostOperator(of);
    if (!isOperator && of !== SliceKind.runtime) continue;
    if (track[row] !== thread) {
      thread = track[row] ?? 0;
      depth = 0;
    }
    const from = start[row] ?? 0;
    const isPoint = !((duration[row] ?? 0) > 0);
    for (; depth > 0; depth--) {
      const top = open[depth - 1] ?? 0;
      const lasted = duration[top] ?? 0;
      const end = (start[top] ?? 0) + (lasted > 0 ? lasted : 0);
      if (end > from || (end === from && isPoint)) break;
    }
    if (depth > 0) parent[row] = open[depth - 1] ?? -1;
    if (isOperator) open[depth++] = row;
  }
  return parent;
};
