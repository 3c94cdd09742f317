import { filterRows, groupRows, rowsUpTo, sortRows } from './analysis/rows';
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
  const launches = new Map<number, number>();
  const operators = new Map<number, number>();
  for (let row = 0; row < slices.length; row++) {
    const kind = slices.kind[row] ?? 0;
    if (kind === SliceKind.runtime) {
      const id = correlation.or(row, -1);
      if (id > 0) launches.set(id, row);
    } else if (isHostOperator(kind)) {
      const id = externalId.or(row, -1);
      if (id > 0) operators.set(id, row);
    }
  }
  for (let row = 0; row < slices.length; row++) {
    if (!isDeviceWork(slices.kind[row] ?? 0)) continue;
    const launch = launches.get(correlation.or(row, -1)) ?? -1;
    launcher[row] = launch;
    const around = launch < 0 ? -1 : (parent[launch] ?? -1);
    operator[row] = around >= 0 ? around : (operators.get(externalId.or(row, -1)) ?? -1);
  }
  const links = { parent, launcher, operator };
  cache.set(trace, links);
  return links;
};

const cache = new WeakMap<Trace, Links>();

/**
 * The innermost operator around each host row, per thread by start and, of equal starts, the longer first. Writers round,
 * so a row belongs to the operator it begins in even where it ends a little later.
 */
const enclosingOperators = ({ slices }: Trace): Int32Array => {
  const { start, duration, track, kind } = slices;
  const parent = new Int32Array(slices.length).fill(-1);
  const host = filterRows(rowsUpTo(slices.length), (row) => {
    const of = kind[row] ?? 0;
    return isHostOperator(of) || of === SliceKind.runtime;
  });
  const lengthOf = (row: number): number => {
    const length = duration[row] ?? 0;
    return length > 0 ? length : 0;
  };
  const isInOrder = (a: number, b: number): boolean => {
    const [from, to] = [start[a] ?? 0, start[b] ?? 0];
    return from < to || (from === to && lengthOf(a) >= lengthOf(b));
  };
  for (const group of groupRows(host, (row) => track[row] ?? 0).values()) {
    const rows = sortRows(group, isInOrder);
    const open: number[] = [];
    for (const row of rows) {
      const from = start[row] ?? 0;
      for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
        const end = (start[top] ?? 0) + lengthOf(top);
        if (end > from || (end === from && lengthOf(row) === 0)) break;
        open.pop();
      }
      parent[row] = open.at(-1) ?? -1;
      if (isHostOperator(kind[row] ?? 0)) open.push(row);
    }
  }
  return parent;
};
