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
  const sums: ModuleSums[] = [];
  for (let place = 0; place < length; place++) {
    const [id, at] = [INTEGERS * place, DOUBLES * place];
    sums.push({
      above: integers[id] ?? -1,
      row: integers[id + 1] ?? 0,
      calls: integers[id + 3] ?? 0,
      operators: integers[id + 4] ?? 0,
      hostSelf: doubles[at + 3] ?? 0,
      hostTotal: doubles[at + 4] ?? 0,
      deviceSelf: doubles[at + 5] ?? 0,
      deviceTotal: doubles[at + 6] ?? 0,
    });
  }
  return sums;
};
