import { withLoops } from '../loops/loops';
import { operationsByName } from '../operation-type';
import { SliceKind } from '../slice-kind';
import { namesThat } from './names';
import type { OperatorInputs } from './operator-inputs';
import { operatorTree } from './operator-tree';
import type { Selection } from './selection';

/** Calls of one operator on inputs of the same shapes and types that do the same work. Times are nanoseconds. */
export interface ShapedOperator<Work> {
  readonly row: number;
  readonly work: Work;
  readonly calls: number;
  /** Device time of all that the calls launched. */
  readonly device: number;
  readonly host: number;
}

/** What an operator's name and inputs say that it does. */
export interface WorkRule<Work> {
  /** Whether the name can say anything at all. */
  readonly knows: (operator: string) => boolean;
  readonly of: (operator: string, inputs: OperatorInputs) => Work | undefined;
  /** Tells works of one operator and shape apart. */
  readonly key: (work: Work) => string | number;
}

/**
 * Operators whose work the shapes tell. Where one calls another, only the outer counts.
 * @param apart a byte for each slice: 1 for what does not count
 */
export const shapedOperators = <Work>(
  selection: Selection,
  rule: WorkRule<Work>,
  apart?: Uint8Array,
): readonly ShapedOperator<Work>[] => {
  const operations = operationsByName(selection.trace);
  const known = namesThat(selection, [SliceKind.operator], (name, id) =>
    rule.knows(operations.get(id) ?? name),
  );
  if (known === undefined) return [];
  // It has loops of its own.
  const tree = operatorTree(selection);
  const { args } = selection.trace.slices;
  return withLoops(selection, (loops) => {
    const { calls } = loops;
    loops.useTimes();
    const wanted = loops.put(tree.isOperator);
    calls.beginGroups(loops.put(tree.row), tree.length);
    calls.keepWanted(wanted, loops.put(known), apart === undefined ? 0 : loops.put(apart));
    calls.byName(0);
    [args.inputDims, args.inputTypes, args.concreteInputs].forEach((column, i) =>
      calls.byText(1 + i, loops.putColumn(column)),
    );
    const count = calls.group(wanted);
    const groups = calls.groupOf.value;
    const works = Array.from(loops.rows(calls.firstOf.value, count), (first) =>
      workOf(selection, rule, operations, tree.row[first] ?? 0),
    );
    const counts = Uint8Array.from(works, (work) => (work === undefined ? 0 : 1));
    const outer = calls.outermost(loops.put(tree.parent), groups, loops.put(counts));
    const firsts = loops.integers(calls.firstByGroup(outer, count), count);
    const { kinds, kindOf } = kindsOfWork(selection, rule, tree.row, works, firsts);
    calls.renumber(outer, loops.put(kindOf));
    const { length } = kinds;
    const of = loops.rows(calls.countByGroup(outer, length), length);
    const host = loops.doubles(calls.sumDurationsByGroup(outer, length), length);
    const device =
      tree.deviceTotal && loops.doubles(calls.sumByGroup(outer, length, loops.put(tree.deviceTotal)), length);
    return kinds.map(({ row, work }, i) => ({
      row,
      work,
      calls: of[i] ?? 0,
      device: device?.[i] ?? 0,
      host: host[i] ?? 0,
    }));
  });
};

const workOf = <Work>(
  { trace: { slices, strings } }: Selection,
  rule: WorkRule<Work>,
  operations: ReadonlyMap<number, string>,
  row: number,
): Work | undefined => {
  const { args } = slices;
  const dims = args.inputDims.or(row, 0);
  if (dims === 0) return undefined;
  const name = slices.name[row] ?? 0;
  return rule.of(operations.get(name) ?? strings.text(name), {
    dims: strings.text(dims),
    types: strings.text(args.inputTypes.or(row, 0)),
    concrete: strings.text(args.concreteInputs.or(row, 0)),
    outputs: strings.text(args.outputDims.or(row, 0)),
  });
};

interface KindOfWork<Work> {
  readonly row: number;
  readonly work: Work;
}

/**
 * Groups that do the same work on inputs of the same shapes and types are one, in order of their first call.
 * @param firsts by group the first node that counts, or -1
 */
const kindsOfWork = <Work>(
  { trace: { slices } }: Selection,
  rule: WorkRule<Work>,
  rows: Uint32Array,
  works: readonly (Work | undefined)[],
  firsts: Int32Array,
): { readonly kinds: readonly KindOfWork<Work>[]; readonly kindOf: Int32Array } => {
  const { args, name } = slices;
  const kinds: KindOfWork<Work>[] = [];
  const kindOf = new Int32Array(works.length).fill(-1);
  const known = new Map<string, number>();
  const inOrder = [...firsts.keys()].sort((a, b) => (firsts[a] ?? 0) - (firsts[b] ?? 0));
  for (const group of inOrder) {
    const [first = -1, work] = [firsts[group], works[group]];
    if (first < 0 || work === undefined) continue;
    const row = rows[first] ?? 0;
    const key = [name[row], args.inputDims.or(row, 0), args.inputTypes.or(row, 0), rule.key(work)].join(' ');
    let kind = known.get(key);
    if (kind === undefined) known.set(key, (kind = kinds.push({ row, work }) - 1));
    kindOf[group] = kind;
  }
  return { kinds, kindOf };
};
