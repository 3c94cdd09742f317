import { withLoops } from '../loops/loops';
import type { CallTree } from './call-tree';
import { codePlaces, keepPlaces } from './code-places';
import type { Selection } from './selection';

/** An operator that Python called below a line; times are nanoseconds. */
export interface OperatorBelow {
  /** Id of a text of the tree. */
  readonly name: number;
  readonly calls: number;
  readonly host: number;
  readonly device: number;
}

/** A function, or all calls from one line; times are nanoseconds. */
export interface LineSums {
  /** Id of a text of the tree. */
  readonly text: number;
  /** Whether the text is the line of calls, and not a function. */
  readonly isSite: boolean;
  readonly calls: number;
  readonly hostSelf: number;
  readonly hostTotal: number;
  readonly deviceSelf: number;
  readonly deviceTotal: number;
  /** In order of first appearance. */
  readonly operators: readonly OperatorBelow[];
}

/** Integers and doubles of a place, and of an operator below it; see ../loops/lines.as.ts for which. */
const PLACE = { integers: 14, doubles: 7 } as const;
const OPERATOR = { integers: 8, doubles: 4 } as const;

/** The lines of a call tree: functions, then calls, each in order of their first calls. */
export const lineSums = (selection: Selection, tree: CallTree): readonly LineSums[] =>
  withLoops(selection, (loops) => {
    const { calls } = loops;
    const { texts } = tree;
    const { functionAt, callAt } = codePlaces(selection);
    const { length } = tree;
    const kinds = loops.put(tree.kind);
    calls.setCalls(
      length,
      loops.put(tree.firstChild),
      loops.put(tree.children),
      kinds,
      loops.put(tree.isFrame),
    );
    calls.setSums(loops.put(tree.calls), loops.put(tree.host), loops.put(tree.deviceTotal));
    const [names, sites] = [loops.put(tree.name), loops.put(tree.site)];
    const functions = calls.namesOfLines(names, texts);
    const callers = calls.textsOfPython(sites, kinds, length, texts);
    keepPlaces(loops.bytes(functions, texts), functionAt);
    keepPlaces(loops.bytes(callers, texts), callAt);
    calls.findLines(names, sites, functions, callers, texts);
    const lines = calls.lines.value;
    const below = calls.operatorsBelow.value;
    const integers = loops.integers(calls.linePlaces.value, PLACE.integers * lines);
    const doubles = loops.doubles(calls.linePlaces.value, PLACE.doubles * lines);
    const ids = loops.integers(calls.lineOperators.value, OPERATOR.integers * below);
    const sums = loops.doubles(calls.lineOperators.value, OPERATOR.doubles * below);
    const operators = Array.from({ length: lines }, (): OperatorBelow[] => []);
    for (let i = 0; i < below; i++) {
      const at = OPERATOR.doubles * i;
      operators[ids[OPERATOR.integers * i] ?? 0]?.push({
        name: ids[OPERATOR.integers * i + 1] ?? 0,
        calls: sums[at + 1] ?? 0,
        host: sums[at + 2] ?? 0,
        device: sums[at + 3] ?? 0,
      });
    }
    const all = operators.map((own, place): LineSums => {
      const [id, at] = [PLACE.integers * place, PLACE.doubles * place];
      return {
        text: integers[id] ?? 0,
        isSite: integers[id + 1] === 1,
        calls: doubles[at + 2] ?? 0,
        hostSelf: doubles[at + 3] ?? 0,
        hostTotal: doubles[at + 4] ?? 0,
        deviceSelf: doubles[at + 5] ?? 0,
        deviceTotal: doubles[at + 6] ?? 0,
        operators: own,
      };
    });
    return [...all.filter(({ isSite }) => !isSite), ...all.filter(({ isSite }) => isSite)];
  });
