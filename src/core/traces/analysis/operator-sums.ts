import type { Loops } from '../loops/loops';
import type { Selection } from './selection';

/** All calls of an operator on inputs of the same shapes; times are nanoseconds. */
export interface OperatorSums {
  /** TextIds; 0 where the trace does not tell the shapes. */
  readonly name: number;
  readonly dims: number;
  readonly calls: number;
  /** Without children and calls into the runtime. */
  readonly hostSelf: number;
  readonly hostTotal: number;
  readonly deviceSelf: number;
  readonly deviceTotal: number;
  /** Of the device times, kernels on tensor cores. */
  readonly tensorSelf: number;
  readonly tensorTotal: number;
}

/** Sums the operators of the tree that was finished last up, in order of first appearance. @param rows by node */
export const operatorSums = (
  selection: Selection,
  loops: Loops,
  rows: Uint32Array,
): readonly OperatorSums[] => {
  const { calls } = loops;
  const { name, args } = selection.trace.slices;
  calls.beginGroups(calls.nodeRow.value, rows.length);
  calls.byName(0);
  calls.byText(1, loops.putColumn(args.inputDims));
  const count = calls.group(calls.isOperator.value);
  const groups = calls.groupOf.value;
  const sum = ({ value }: { readonly value: number }): Float64Array =>
    loops.doubles(calls.sumByGroup(groups, count, value), count);
  const [hostSelf, hostTotal] = [
    sum(calls.hostSelf),
    loops.doubles(calls.sumDurationsByGroup(groups, count), count),
  ];
  const [deviceSelf, deviceTotal] = [sum(calls.deviceSelf), sum(calls.deviceTotal)];
  const [tensorSelf, tensorTotal] = [sum(calls.tensorSelf), sum(calls.tensorTotal)];
  const counts = loops.integers(calls.countByGroup(groups, count), count);
  const firsts = loops.rows(calls.firstOf.value, count);
  const sums: OperatorSums[] = [];
  for (let i = 0; i < count; i++) {
    const row = rows[firsts[i] ?? 0] ?? 0;
    sums.push({
      name: name[row] ?? 0,
      dims: args.inputDims.or(row, 0),
      calls: counts[i] ?? 0,
      hostSelf: hostSelf[i] ?? 0,
      hostTotal: hostTotal[i] ?? 0,
      deviceSelf: deviceSelf[i] ?? 0,
      deviceTotal: deviceTotal[i] ?? 0,
      tensorSelf: tensorSelf[i] ?? 0,
      tensorTotal: tensorTotal[i] ?? 0,
    });
  }
  return sums;
};
