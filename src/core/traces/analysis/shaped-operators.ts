import type { OperatorInputs } from './operator-inputs';
import { operatorTree } from './operator-tree';
import type { Selection } from './selection';

/** Calls of one operator on inputs of the same shapes and types that do the same work. Times are nanoseconds. */
export interface ShapedOperator<Work> {
  readonly row: number;
  readonly work: Work;
  calls: number;
  /** Device time of all that the calls launched. */
  device: number;
  host: number;
}

/** What an operator's name and inputs say that it does. */
export interface WorkRule<Work> {
  /** Whether the name can say anything at all. */
  readonly knows: (operator: string) => boolean;
  readonly of: (operator: string, inputs: OperatorInputs) => Work | undefined;
  /** Tells works of one operator and shape apart. */
  readonly key: (work: Work) => string | number;
}

/** Operators whose work the shapes tell. Where one calls another, only the outer counts. */
export const shapedOperators = <Work>(
  selection: Selection,
  rule: WorkRule<Work>,
  counts: (row: number) => boolean = () => true,
): readonly ShapedOperator<Work>[] => {
  const tree = operatorTree(selection);
  const { args, name } = selection.trace.slices;
  const { strings } = selection.trace;
  const works = new Map<string, Work | undefined>();
  const counted = new Uint8Array(tree.length);
  const sums = new Map<string, ShapedOperator<Work>>();
  const knownNames = new Map<number, boolean>();
  const knows = (id: number): boolean => {
    let known = knownNames.get(id);
    if (known === undefined) knownNames.set(id, (known = rule.knows(strings.text(id))));
    return known;
  };
  for (let node = 0; node < tree.length; node++) {
    const parent = tree.parent[node] ?? -1;
    if (parent >= 0 && counted[parent] === 1) {
      counted[node] = 1;
      continue;
    }
    const row = tree.row[node] ?? 0;
    if (!knows(name[row] ?? 0) || tree.isOperator[node] !== 1 || !counts(row)) continue;
    const dims = args.inputDims.or(row, 0);
    if (dims === 0) continue;
    const [types, concrete] = [args.inputTypes.or(row, 0), args.concreteInputs.or(row, 0)];
    const key = `${name[row] ?? 0} ${dims} ${types} ${concrete}`;
    if (!works.has(key))
      works.set(
        key,
        rule.of(strings.text(name[row] ?? 0), {
          dims: strings.text(dims),
          types: strings.text(types),
          concrete: strings.text(concrete),
        }),
      );
    const work = works.get(key);
    if (work === undefined) continue;
    counted[node] = 1;
    const group = `${name[row] ?? 0} ${dims} ${types} ${rule.key(work)}`;
    const sum = sums.get(group) ?? { row, work, calls: 0, device: 0, host: 0 };
    sums.set(group, sum);
    sum.calls++;
    sum.device += tree.deviceTotal[node] ?? 0;
    sum.host += tree.hostTotal[node] ?? 0;
  }
  return [...sums.values()];
};
