import type { Loops } from '../loops/loops';

/** All calls of an nn.Module from one place; times are nanoseconds. */
export interface ModuleSums {
  /** Index of the place around; -1 for none. */
  readonly above: number;
  /** Of its first call. */
  readonly row: number;
  readonly calls: number;
  /** Operators called by the module itself. */
  readonly operators: number;
  readonly hostSelf: number;
  readonly hostTotal: number;
  readonly deviceSelf: number;
  readonly deviceTotal: number;
}

/** Integers and doubles of a place; see ../loops/modules.as.ts for which. */
const INTEGERS = 14;
const DOUBLES = 7;

/** Sums the tree that was finished last up by modules, a place before those in it. @param moduleId column of the argument */
export const moduleSums = (loops: Loops, moduleId: number): readonly ModuleSums[] => {
  const { calls } = loops;
  calls.findModules(moduleId);
  const length = calls.modules.value;
  const integers = loops.integers(calls.modulePlaces.value, INTEGERS * length);
  const doubles = loops.doubles(calls.modulePlaces.value, DOUBLES * length);
  return Array.from({ length }, (_, place) => {
    const [above = -1, row = 0, , count = 0, operators = 0] = integers.subarray(INTEGERS * place);
    const [, , , hostSelf = 0, hostTotal = 0, deviceSelf = 0, deviceTotal = 0] = doubles.subarray(
      DOUBLES * place,
    );
    return { above, row, calls: count, operators, hostSelf, hostTotal, deviceSelf, deviceTotal };
  });
};
